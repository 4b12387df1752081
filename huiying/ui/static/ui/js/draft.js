// <hy-draft key="new-case"><form>…</form></hy-draft>: what is typed survives a crash of the browser.
// It is kept on this computer only, for at most twelve hours, and cleared when the server has it:
// the page that follows carries an element with data-draft-saved="new-case". Desks are shared: what
// one person typed is never shown to another, and signing out (form[data-forget]) removes it all.
const LIFE = 12 * 3600 * 1000;
const place = (key) => `hy-draft:${key}`;
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

for (const done of document.querySelectorAll("[data-draft-saved]")) {
  localStorage.removeItem(place(done.dataset.draftSaved));
}
const who = document.body.dataset.person || "";
const forget = (unwanted) => {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith("hy-draft:") && unwanted(read(name))) localStorage.removeItem(name);
  }
};
forget((kept) => !kept || !(Date.now() - kept.at < LIFE));
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-forget]")) forget(() => true);
});

class Draft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    this.restore();
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("change", () => this.keep());
    this.form.addEventListener("reset", () => localStorage.removeItem(this.place));
  }

  get place() {
    return place(this.getAttribute("key"));
  }

  fields() {
    return [...this.form.elements].filter(
      (field) => field.name && !["file", "password", "submit", "button"].includes(field.type)
        && field.name !== "csrfmiddlewaretoken" && !field.hasAttribute("data-no-draft"),
    );
  }

  valueOf(field) {
    if (["checkbox", "radio"].includes(field.type)) return [field.value, field.checked];
    if (field.type !== "select-multiple") return field.value;
    return [...field.selectedOptions].map((option) => option.value);
  }

  keep() {
    const values = this.fields().map((field) => [field.name, this.valueOf(field)]);
    try {
      localStorage.setItem(this.place, JSON.stringify({ at: Date.now(), who, values }));
    } catch {
      // no room or no permission: typing goes on without a safety net
    }
  }

  restore() {
    const kept = read(this.place);
    if (!kept || kept.who !== who || this.form.dataset.kept === "server") return;
    const waiting = [...kept.values];
    for (const field of this.fields()) {
      const box = ["checkbox", "radio"].includes(field.type);
      const index = waiting.findIndex(
        ([name, value]) => name === field.name && (!box || value[0] === field.value),
      );
      if (index < 0) continue;
      const [[, value]] = waiting.splice(index, 1);
      if (box) field.checked = value[1];
      else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = value.includes(option.value);
      }
      else field.value = value;
    }
    this.dataset.restored = "1";
    const note = this.querySelector("[data-draft-note]");
    if (note) note.hidden = false;
    this.form.dispatchEvent(new CustomEvent("draft-restored", { bubbles: true }));
  }
}
customElements.define("hy-draft", Draft);
