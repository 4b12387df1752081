// <hy-photos remove="…"><input type="file" multiple></hy-photos>: shows what is chosen, shrinks
// photos. A phone's camera gives one picture at a time, so each choice adds to the ones before, in
// order; ``remove`` is the word before the name on the button that takes one away.
const LONGEST = 2048;

async function shrink(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 900_000) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
  } catch {
    return file; // the server decides; nothing is lost here
  }
}

class Photos extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    if (!this.input) return;
    this.kept = [];
    this.shown = Object.assign(document.createElement("ul"), { className: "thumbs" });
    this.append(this.shown);
    this.input.addEventListener("change", () => this.choose());
    this.input.form?.addEventListener("reset", () => setTimeout(() => this.put([])));
  }

  async choose() {
    const before = this.input.multiple ? this.kept : [];
    const chosen = [...this.input.files];
    this.put([...before, ...chosen]); // at once, so that nothing is missing if the form goes now
    const small = await Promise.all(chosen.map(shrink));
    this.put(this.kept.map((file) => (chosen.includes(file) ? small[chosen.indexOf(file)] : file)));
  }

  put(files) {
    this.kept = files;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    this.input.files = transfer.files;
    this.shown.replaceChildren(...files.map((file) => this.item(file)));
  }

  item(file) {
    const item = document.createElement("li");
    if (file.type.startsWith("image/")) {
      const url = URL.createObjectURL(file);
      const picture = Object.assign(document.createElement("img"), { src: url, alt: file.name });
      picture.addEventListener("load", () => URL.revokeObjectURL(url));
      item.append(picture);
    }
    const size = `${Math.max(1, Math.round(file.size / 1024))} KB`;
    item.append(Object.assign(document.createElement("small"), { textContent: `${file.name} ${size}` }));
    const away = Object.assign(document.createElement("button"), {
      type: "button", className: "link small", textContent: this.getAttribute("remove") || "×",
    });
    away.setAttribute("aria-label", `${away.textContent} ${file.name}`);
    away.addEventListener("click", () => {
      this.put(this.kept.filter((one) => one !== file));
      this.input.focus();
    });
    item.append(away);
    return item;
  }
}
customElements.define("hy-photos", Photos);
