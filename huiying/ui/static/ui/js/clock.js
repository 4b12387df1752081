// <hy-clock due="ISO"><span class="due calm">…</span></hy-clock>: turns overdue at the very moment.
class Clock extends HTMLElement {
  connectedCallback() {
    const left = Date.parse(this.getAttribute("due")) - Date.now();
    const paused = this.querySelector(".paused");
    if (paused || Number.isNaN(left) || left <= 0 || left > 2 ** 31 - 1) return;
    this.timer = setTimeout(() => this.expire(), left);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  expire() {
    const shown = this.querySelector(".due");
    if (!shown) return;
    shown.classList.remove("calm", "soon");
    shown.classList.add("overdue");
    shown.textContent = this.getAttribute("expired") || shown.textContent;
  }
}
customElements.define("hy-clock", Clock);
