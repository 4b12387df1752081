// The report form with a script: place, sending, keeping without a line. Without it all works too.
const box = self.HuiyingOutbox;
const KEY = /^[0-9a-f]{32}$/;
const changed = () => document.dispatchEvent(new Event("outbox-changed"));

async function flush() {
  if (!box || !navigator.onLine) return;
  await box.flush();
  changed();
}

class Report extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.locate();
    this.freshKey();
    this.addEventListener("submit", (event) => this.submit(event));
  }

  // A page from the phone's memory has the key of an earlier day: every draft gets its own.
  freshKey() {
    if (!("later" in this.dataset) || this.querySelector("hy-draft")?.dataset.restored) return;
    this.form.elements.key.value = crypto.randomUUID().replaceAll("-", "");
  }

  locate() {
    const part = this.querySelector("[data-locate]");
    if (!part || !navigator.geolocation) return;
    part.hidden = false;
    const told = part.querySelector("[role=status]");
    part.querySelector("button").addEventListener("click", () => {
      told.textContent = part.dataset.finding;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          this.form.elements.lon.value = coords.longitude.toFixed(6);
          this.form.elements.lat.value = coords.latitude.toFixed(6);
          this.form.dispatchEvent(new Event("change", { bubbles: true }));
          this.form.dispatchEvent(new Event("located"));
          told.textContent = part.dataset.found.replace("{m}", Math.round(coords.accuracy));
        },
        () => { told.textContent = part.dataset.failed; },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  }

  submit(event) {
    const button = event.submitter;
    if (!button?.matches("[data-send]")) {
      if (navigator.onLine || button?.name === "join") return;
      event.preventDefault(); // the next step needs a line: the whole form on one page does not
      location.assign(this.dataset.offline);
      return;
    }
    if (!box) return;
    event.preventDefault();
    this.send(button);
  }

  async send(button) {
    if (this.busy || this.missing()) return;
    this.busy = true;
    const label = button.textContent;
    button.textContent = this.dataset.sending;
    try {
      await this.deliver(button);
    } finally {
      this.busy = false;
      button.textContent = label;
    }
  }

  missing() {
    const { text, address, area_id: area, lon, kind } = this.form.elements;
    if (!("later" in this.dataset)) return false;
    const placeless = ["consultation", "suggestion"].includes(kind.value);
    const placed = placeless || address.value.trim() || area.value || lon.value;
    if (text.value.trim() && placed) return false;
    this.tell([this.dataset.missing]);
    return true;
  }

  async deliver(button) {
    const body = new FormData(this.form, button);
    let answer;
    try {
      if (!navigator.onLine) throw new TypeError("offline");
      if ("later" in this.dataset) throw new TypeError("kept first");
      answer = await fetch(this.form.action, {
        method: "POST", body, headers: { Accept: "application/json" },
      });
    } catch {
      return this.keep(body);
    }
    if (answer.ok) return location.assign((await answer.json()).url);
    const told = await answer.json().catch(() => null);
    if (!told) return this.keep(body);
    return this.tell(told.errors);
  }

  async keep(body) {
    const photos = body.getAll("photos").filter((photo) => photo.size)
      .map((photo) => ({ name: photo.name, blob: photo }));
    const fields = [...body].filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
    );
    const key = body.get("key");
    if (!KEY.test(key)) return null;
    const title = body.get("text").trim().slice(0, 40);
    await box.put({ key, fields, photos, title, at: Date.now(), state: "waiting" });
    localStorage.removeItem("hy-draft:report"); // it lies in the outbox now
    const worker = await navigator.serviceWorker?.getRegistration(this.dataset.home);
    worker?.sync?.register("reports").catch(() => {});
    if (!("later" in this.dataset)) return location.assign(this.dataset.offline);
    this.form.reset();
    delete this.querySelector("hy-draft").dataset.restored;
    this.freshKey();
    changed();
    document.querySelector("hy-outbox")?.scrollIntoView();
    return flush();
  }

  tell(errors) {
    const place = this.querySelector("[data-problem]");
    place.replaceChildren(...errors.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    place.hidden = false;
    place.focus();
  }
}
customElements.define("hy-report", Report);

const made = (tag, more, ...inside) => {
  const part = Object.assign(document.createElement(tag), more);
  part.append(...inside);
  return part;
};

class Outbox extends HTMLElement {
  connectedCallback() {
    this.show = this.show.bind(this);
    document.addEventListener("outbox-changed", this.show);
    this.show();
  }

  disconnectedCallback() {
    document.removeEventListener("outbox-changed", this.show);
  }

  async show() {
    const items = box && self.indexedDB ? await box.all().catch(() => []) : [];
    this.hidden = items.length === 0;
    items.sort((one, other) => other.at - one.at);
    this.querySelector("ul").replaceChildren(...items.map((item) => this.row(item)));
  }

  row(item) {
    const words = this.dataset;
    const line = made("li", { className: "outbox" }, made("strong", { textContent: item.title }));
    line.dataset.state = item.state;
    if (item.state === "sent") {
      const link = made("a", { href: item.url, textContent: `${words.number} ${item.number}` });
      line.append(made("p", {}, `${words.sent} · `, link, ` · ${words.code} ${item.code}`));
      for (const text of item.refused || []) line.append(made("p", { className: "quiet", textContent: text }));
    } else {
      const count = item.photos.length ? ` · ${item.photos.length} ${words.photos}` : "";
      line.append(made("p", { textContent: `${words[item.state]}${count}` }));
      for (const text of item.errors || []) line.append(made("p", { className: "quiet", textContent: text }));
      if (item.state === "refused") line.append(this.button(words.again, async () => {
        await box.put({ ...item, state: "waiting" });
        await flush();
      }));
    }
    line.append(this.button(words.forget, () => box.remove(item.key)));
    return line;
  }

  button(textContent, act) {
    const button = made("button", { type: "button", className: "link small", textContent });
    button.addEventListener("click", async () => {
      await act();
      changed();
    });
    return button;
  }
}
customElements.define("hy-outbox", Outbox);

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}
for (const button of document.querySelectorAll("[data-print-page]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (navigator.serviceWorker && document.querySelector("hy-report")) {
  navigator.serviceWorker.register("/report/worker.js", { scope: "/report/" }).catch(() => {});
}
window.addEventListener("online", flush);
setInterval(flush, 30_000);
flush();
