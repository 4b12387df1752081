// <hy-boxes>: rectangles over a photo, by pointer and by keyboard, kept as shares of its sides in
// the hidden field. Nothing is hidden by this script: the server paints the boxes into a new file.
const LEAST = 0.01;
const STEP = 0.01;
const MOST = 60;
const within = (value, low, high) => Math.min(Math.max(value, low), high);
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Boxes extends HTMLElement {
  connectedCallback() {
    this.stage = this.querySelector("[data-stage]");
    this.field = this.querySelector("input[name=boxes]");
    this.status = this.querySelector("[data-status]");
    if (!this.stage || !this.field) return;
    for (const part of this.querySelectorAll("[data-how], [data-tools]")) part.hidden = false;
    this.stage.classList.add("live");
    this.boxes = [];
    for (const box of this.given()) this.add(box);
    this.querySelector("[data-add]").addEventListener("click", () => this.addInMiddle());
    this.querySelector("[data-undo]").addEventListener("click", () => this.remove(this.boxes.at(-1)));
    this.stage.addEventListener("pointerdown", (event) => this.begin(event));
    this.tell();
  }

  given() {
    try {
      return JSON.parse(this.field.value || "[]");
    } catch {
      return [];
    }
  }

  point(event) {
    const frame = this.stage.querySelector("img").getBoundingClientRect();
    return [
      within((event.clientX - frame.left) / frame.width, 0, 1),
      within((event.clientY - frame.top) / frame.height, 0, 1),
    ];
  }

  begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const [x, y] = this.point(event);
    const held = event.target.closest(".box");
    const item = this.boxes.find((one) => one.button === held);
    const from = item ? [...item.box] : null;
    const drawn = item || this.add([x, y, 0, 0]);
    if (!drawn) return;
    const move = (later) => {
      const [nx, ny] = this.point(later);
      drawn.box = from
        ? [within(from[0] + nx - x, 0, 1 - from[2]), within(from[1] + ny - y, 0, 1 - from[3]), from[2], from[3]]
        : [Math.min(x, nx), Math.min(y, ny), Math.abs(nx - x), Math.abs(ny - y)];
      this.place(drawn);
    };
    const end = () => {
      this.stage.removeEventListener("pointermove", move);
      this.stage.removeEventListener("pointerup", end);
      this.stage.removeEventListener("pointercancel", end);
      if (drawn.box[2] < LEAST || drawn.box[3] < LEAST) this.remove(drawn);
      else drawn.button.focus();
      this.tell();
    };
    this.stage.setPointerCapture(event.pointerId);
    this.stage.addEventListener("pointermove", move);
    this.stage.addEventListener("pointerup", end);
    this.stage.addEventListener("pointercancel", end);
  }

  addInMiddle() {
    const shift = (this.boxes.length % 8) * 0.03;
    this.add([0.4 + shift, 0.4 + shift, 0.15, 0.15])?.button.focus();
    this.tell();
  }

  add(box) {
    if (this.boxes.length >= MOST) return null;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "box" });
    button.setAttribute("aria-describedby", "box-how");
    const item = { box, button };
    button.addEventListener("keydown", (event) => this.key(event, item));
    this.boxes.push(item);
    this.stage.append(button);
    this.place(item);
    return item;
  }

  key(event, item) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(item);
      (this.boxes.at(-1)?.button || this.querySelector("[data-add]")).focus();
      this.tell(this.dataset.gone);
      return;
    }
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    let [x, y, width, height] = item.box;
    if (event.shiftKey) {
      width = within(width + way[0] * STEP, LEAST, 1 - x);
      height = within(height + way[1] * STEP, LEAST, 1 - y);
    } else {
      x = within(x + way[0] * STEP, 0, 1 - width);
      y = within(y + way[1] * STEP, 0, 1 - height);
    }
    item.box = [x, y, width, height];
    this.place(item);
    this.tell(item.button.getAttribute("aria-label"));
  }

  remove(item) {
    if (!item) return;
    this.boxes = this.boxes.filter((one) => one !== item);
    item.button.remove();
    this.boxes.forEach((one) => this.place(one));
    this.tell();
  }

  place(item) {
    const [x, y, width, height] = item.box;
    const said = { x, y, w: width, h: height };
    Object.assign(item.button.style, {
      left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%`,
    });
    const label = this.dataset.box
      .replace("#n", this.boxes.indexOf(item) + 1)
      .replace(/#([xywh])/g, (_all, name) => Math.round(said[name] * 100));
    item.button.setAttribute("aria-label", label);
    this.field.value = JSON.stringify(this.boxes.map((one) => one.box));
  }

  tell(words) {
    this.field.value = JSON.stringify(this.boxes.map((one) => one.box));
    const count = this.boxes.length;
    this.status.textContent = words || (count ? this.dataset.count.replace("#n", count) : this.dataset.none);
  }
}
customElements.define("hy-boxes", Boxes);
