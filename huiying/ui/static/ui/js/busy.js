// <hy-busy>: says that something is on its way after 400 ms, how much of an upload has gone, and
// when an answer never came. Its three sentences are in data-busy, data-lost and data-broken.
const PATIENCE = 400;

class Busy extends HTMLElement {
  connectedCallback() {
    this.under = 0;
    this.words = this.querySelector("[role=status]");
    this.trouble = this.querySelector("[role=alert]");
    const body = document.body;
    body.addEventListener("htmx:beforeRequest", () => this.start());
    body.addEventListener("htmx:afterRequest", () => this.end());
    body.addEventListener("htmx:xhr:progress", ({ detail }) => this.part(detail));
    body.addEventListener("htmx:sendError", () => this.fail("lost"));
    body.addEventListener("htmx:timeout", () => this.fail("lost"));
    body.addEventListener("htmx:responseError", () => this.fail("broken"));
    document.addEventListener("submit", (event) => {
      setTimeout(() => { if (!event.defaultPrevented) this.start(); });
    });
    window.addEventListener("pageshow", () => { this.under = 0; this.rest(); });
  }

  start() {
    this.under += 1;
    if (this.trouble) this.trouble.hidden = true;
    this.timer ??= setTimeout(() => {
      this.classList.add("shown");
      this.words.textContent = this.dataset.busy;
    }, PATIENCE);
  }

  end() {
    this.under = Math.max(0, this.under - 1);
    if (!this.under) this.rest();
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.classList.remove("shown");
    this.words.textContent = "";
    this.querySelector("progress").removeAttribute("value");
  }

  part({ loaded, total, elt }) {
    if (!total || !elt?.matches?.("form")) return;
    const bar = this.querySelector("progress");
    if (loaded < total) bar.value = loaded / total;
    else bar.removeAttribute("value");
  }

  fail(kind) {
    this.trouble.querySelector("p").textContent = this.dataset[kind];
    this.trouble.hidden = false;
    this.trouble.querySelector("button").onclick = () => { this.trouble.hidden = true; };
  }
}
customElements.define("hy-busy", Busy);
