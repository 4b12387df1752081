// <hy-once><form>…</form></hy-once>: a second click does nothing until the answer is here.
class Once extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (this.dataset.sent) {
        event.preventDefault();
        return;
      }
      this.dataset.sent = "1";
      // After this tick: a disabled button would not send its own name and value.
      setTimeout(() => this.lock(true));
    });
    this.addEventListener("htmx:afterRequest", () => this.lock(false));
    window.addEventListener("pageshow", () => this.lock(false));
  }

  lock(on) {
    if (!on) delete this.dataset.sent;
    for (const button of this.querySelectorAll("button")) button.disabled = on;
  }
}
customElements.define("hy-once", Once);
