// <hy-multibox remove="移除"><select multiple>…</select></hy-multibox>: type to find one after the
// other; what is chosen stands below as buttons that take it away again. Backspace in the empty
// field takes the last away. The select stays in the form; without JavaScript it is simply used.
import { Combobox } from "./combobox.js";

class Multibox extends Combobox {
  show() {
    this.input.value = "";
    if (!this.picked) {
      this.picked = Object.assign(document.createElement("div"), { className: "picked" });
      this.picked.setAttribute("role", "group");
      this.picked.setAttribute("aria-label", this.getAttribute("chosen") || this.labelText());
      this.picked.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        this.choose(this.select.options[Number(button.dataset.index)], false);
        this.input.focus();
      });
      this.append(this.picked);
    }
    this.picked.replaceChildren(...[...this.select.selectedOptions].map((option) => {
      const name = option.textContent.trim();
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.dataset.index = option.index;
      button.setAttribute("aria-label", `${this.getAttribute("remove") || ""} ${name}`.trim());
      button.append(name, Object.assign(document.createElement("span"), { textContent: " ×" }));
      return button;
    }));
    this.picked.hidden = !this.select.selectedOptions.length;
  }

  offered() {
    return super.offered().filter((option) => !option.selected);
  }

  take(item) {
    this.choose(this.select.options[Number(item.dataset.index)], true);
    this.close();
  }

  choose(option, chosen) {
    option.selected = chosen;
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const last = [...this.select.selectedOptions].at(-1);
    if (event.key === "Backspace" && !this.input.value && last) this.choose(last, false);
    else super.key(event);
  }
}
customElements.define("hy-multibox", Multibox);
