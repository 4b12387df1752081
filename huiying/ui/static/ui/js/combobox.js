// <hy-combobox><select>…</select></hy-combobox>: type to find, arrows to choose, Enter to take.
// The select stays in the form; without JavaScript it is simply used.
let counter = 0;

export class Combobox extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    if (!this.select || this.input) return;
    const id = `combobox-${(counter += 1)}`;
    this.classList.add("combobox");
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "text", id: `${id}-input`, autocomplete: "off" });
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
    })) this.input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "aria-label", "required", "data-key"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
    }
    this.select.removeAttribute("required");
    this.list = Object.assign(document.createElement("ul"), { id, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.labelText());
    const label = this.select.id && document.querySelector(`label[for="${this.select.id}"]`);
    if (label) label.htmlFor = this.input.id;
    else if (!this.input.hasAttribute("aria-label")) this.input.setAttribute("aria-label", this.labelText());
    this.select.hidden = true;
    this.append(this.input, this.list);
    this.show();
    this.select.addEventListener("change", () => this.show());
    this.select.form?.addEventListener("draft-restored", () => this.show());
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.show()));
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => { this.input.select(); this.open(""); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => { this.close(); this.show(); }, 120));
    this.list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (item) this.take(item);
    });
  }

  labelText() {
    const label = this.select.id && document.querySelector(`label[for="${this.select.id}"]`);
    return label?.textContent.trim() || this.select.getAttribute("aria-label") || this.select.name;
  }

  show() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen && chosen.value ? chosen.textContent.trim() : "";
    this.input.placeholder = chosen && !chosen.value ? chosen.textContent.trim() : "";
  }

  offered() {
    return [...this.select.options];
  }

  open(text) {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.offered().filter((option) => {
      const shown = `${option.textContent} ${option.dataset.words || ""}`.toLowerCase();
      return words.every((word) => shown.includes(word));
    }).slice(0, 60);
    this.list.replaceChildren(...found.map((option, place) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === 0 && words.length > 0));
      item.dataset.index = option.index;
      item.textContent = option.textContent.trim() || "—";
      return item;
    }));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  current() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  point() {
    const item = this.current();
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  move(step) {
    if (this.list.hidden) this.open("");
    const items = [...this.list.children];
    const from = items.indexOf(this.current());
    this.current()?.setAttribute("aria-selected", "false");
    items[(from + step + items.length) % items.length]?.setAttribute("aria-selected", "true");
    this.point();
  }

  take(item) {
    this.select.selectedIndex = Number(item.dataset.index);
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && this.current()) {
      event.preventDefault();
      this.take(this.current());
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
      this.show();
    } else if (event.key === "Tab" && !this.list.hidden && this.current() && this.input.value.trim()) {
      this.take(this.current());
    }
  }
}
customElements.define("hy-combobox", Combobox);
