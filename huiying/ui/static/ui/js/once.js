// <hy-once><form>…</form></hy-once>: a second click does nothing until the answer is here.
class Once extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.send(event), { capture: true });
    // Only the form's own answer opens it again, not what htmx fetches for a field inside.
    this.addEventListener("htmx:afterRequest", (event) => {
      if (event.target.matches("form")) this.lock(false);
    });
    this.addEventListener("htmx:validation:halted", () => this.lock(false));
    this.back = () => this.lock(false);
    window.addEventListener("pageshow", this.back);
  }

  disconnectedCallback() {
    window.removeEventListener("pageshow", this.back);
  }

  send(event) {
    if (this.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.dataset.sent = "1";
    // After this tick: a disabled button would not send its own name and value.
    setTimeout(() => {
      const kept = event.defaultPrevented && !event.target.closest("[hx-post], [hx-get]");
      this.lock(!kept && Boolean(this.dataset.sent));
    });
  }

  lock(on) {
    if (!on) delete this.dataset.sent;
    for (const button of this.querySelectorAll("button")) {
      if (on && !button.disabled) {
        button.disabled = true;
        button.dataset.locked = "1";
      } else if (!on && button.dataset.locked) {
        button.disabled = false;
        delete button.dataset.locked;
      }
    }
  }
}
customElements.define("hy-once", Once);
