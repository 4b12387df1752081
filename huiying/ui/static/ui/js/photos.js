// <hy-photos><input type="file" multiple></hy-photos>: shows what is chosen and shrinks photos.
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
    this.shown = Object.assign(document.createElement("ul"), { className: "thumbs" });
    this.append(this.shown);
    this.input.addEventListener("change", () => this.choose());
  }

  async choose() {
    const transfer = new DataTransfer();
    for (const file of await Promise.all([...this.input.files].map(shrink))) transfer.items.add(file);
    this.input.files = transfer.files;
    this.shown.replaceChildren(...[...transfer.files].map((file) => this.item(file)));
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
    return item;
  }
}
customElements.define("hy-photos", Photos);
