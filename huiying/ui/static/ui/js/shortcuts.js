// <hy-shortcuts>: single letters. An element with data-key="d" is clicked or focused by "d";
// "g" and then a letter goes to the desk with data-go; j and k walk the rows; ? shows all keys.
const busy = (target) => target.closest("input, textarea, select, [contenteditable], dialog");

class Shortcuts extends HTMLElement {
  connectedCallback() {
    this.listen = (event) => this.key(event);
    document.addEventListener("keydown", this.listen);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listen);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A key held down walks on, but never sends one row after the other.
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.key === "Escape" && busy(event.target)) {
      event.target.blur();
      return;
    }
    if (busy(event.target)) return;
    if (this.going) {
      this.going = false;
      const desk = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (desk) this.do(event, () => desk.click());
    } else if (event.key === "g") {
      this.going = true;
      setTimeout(() => { this.going = false; }, 1500);
    } else if (event.key === "j" || event.key === "k") {
      this.do(event, () => this.walk(event.key === "j" ? 1 : -1));
    } else if (event.key === "?") {
      this.do(event, () => this.help());
    } else {
      this.press(event);
    }
  }

  press(event) {
    const key = CSS.escape(event.key);
    const row = document.activeElement?.closest("[data-row]");
    const found = row?.querySelector(`[data-key="${key}"]`) || document.querySelector(`[data-key="${key}"]`);
    if (!found || found.disabled) return;
    this.do(event, () => (found.matches("input, textarea, select") ? found.focus() : found.click()));
  }

  do(event, act) {
    event.preventDefault();
    act();
  }

  walk(step) {
    const rows = [...document.querySelectorAll("[data-row]")];
    if (!rows.length) return;
    const here = rows.indexOf(document.activeElement?.closest("[data-row]"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
    (next.querySelector("a, button, input") || next).focus();
    next.scrollIntoView({ block: "nearest" });
  }

  help() {
    const dialog = document.getElementById("hy-keys").content.firstElementChild.cloneNode(true);
    const list = dialog.querySelector("dl");
    const rows = [];
    for (const item of document.querySelectorAll("[data-key], [data-go]")) {
      const key = item.dataset.key || `g ${item.dataset.go}`;
      const shown = item.cloneNode(true);
      for (const cap of shown.querySelectorAll("[aria-hidden], .count")) cap.remove();
      const name = item.getAttribute("aria-label")
        || (item.matches("input, select, textarea") && item.labels?.[0]?.textContent)
        || shown.textContent;
      if (!rows.some(([known]) => known === key)) rows.push([key, name.trim().slice(0, 40)]);
    }
    for (const [key, name] of rows) {
      list.append(
        Object.assign(document.createElement("dt"), { textContent: key, className: "mono" }),
        Object.assign(document.createElement("dd"), { textContent: name }),
      );
    }
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
customElements.define("hy-shortcuts", Shortcuts);
