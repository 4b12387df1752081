// <hy-map>: a map beside a list or a field that say the same without it. The library comes when the
// map is in sight; a device that cannot draw it keeps the text.
import { colours, style } from "./style.js";

const loading = new Map();

function load(src) {
  if (!loading.has(src)) {
    loading.set(src, new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    }));
  }
  return loading.get(src);
}

const numbers = (text) => text.split(",").map(Number);
const whole = (address) => decodeURI(new URL(address, location.href).href);

class CityMap extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.told = this.querySelector("[data-told]");
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      this.start().catch((error) => this.failed(error));
    }, { rootMargin: "200px" });
    seen.observe(this);
  }

  disconnectedCallback() {
    this.map?.remove();
  }

  failed() {
    this.querySelector(".map-place").remove();
    this.querySelector(".map-acts")?.remove();
    this.told.textContent = this.dataset.failed;
  }

  async start() {
    const own = this.dataset;
    await load(own.library);
    const library = window.maplibregl;
    library.setWorkerUrl(own.worker);
    if (own.base) {
      await load(own.archive);
      library.addProtocol("pmtiles", new window.pmtiles.Protocol().tile);
    }
    const addresses = Object.fromEntries(
      ["areas", "tiles", "base"].filter((name) => own[name]).map((name) => [name, whole(own[name])]),
    );
    addresses.least = own.case && !("wide" in own) ? 12 : 0; // a desk's tiles begin where single cases can be told apart
    const [west, south, east, north] = numbers(own.bounds);
    const map = this.map = new library.Map({
      container: this.querySelector(".map-place"),
      style: style(colours(this), addresses, await this.chosen()),
      ...this.begin([west, south, east, north]),
      maxZoom: 18, attributionControl: false, dragRotate: false, pitchWithRotate: false,
      cooperativeGestures: false, fadeDuration: 0,
      locale: {
        "Map.Title": own.title, "NavigationControl.ZoomIn": own.in, "NavigationControl.ZoomOut": own.out,
        "AttributionControl.ToggleAttribution": own.credit,
      },
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    if (own.base) map.addControl(new library.AttributionControl({ compact: true }));
    map.on("load", () => { this.dataset.ready = "yes"; });
    map.on("moveend", () => this.keep());
    if (own.pin) this.put(library, numbers(own.pin));
    if ("pick" in own) this.pick(library);
    else if (own.tiles) this.look();
  }

  // The one area that the page is about, and its border.
  async chosen() {
    const code = this.dataset.area;
    if (!code) return {};
    const { features } = await (await fetch(this.dataset.areas)).json();
    const border = features.find((one) => one.properties.code === code && one.geometry.type !== "Point");
    return { code, within: border?.geometry };
  }

  // Where one was, also after a filter was changed; else the place, else all of the city.
  begin(bounds) {
    const kept = this.classList.contains("big") && sessionStorage.getItem(this.place());
    if (kept) return JSON.parse(kept);
    if (this.dataset.pin) return { center: numbers(this.dataset.pin), zoom: 13 };
    return { bounds, fitBoundsOptions: { padding: 24 } };
  }

  keep() {
    if (!this.classList.contains("big")) return;
    const { lng, lat } = this.map.getCenter();
    sessionStorage.setItem(this.place(), JSON.stringify({ center: [lng, lat], zoom: this.map.getZoom() }));
  }

  place() {
    return `hy-map:${location.pathname}${this.dataset.area || ""}`;
  }

  put(library, where) {
    this.pin ??= new library.Marker();
    this.pin.setLngLat(where).addTo(this.map);
  }

  // A tap tells more: marks of many cases come nearer, those of a place are listed.
  look() {
    const { map } = this;
    map.on("mousemove", "cases", () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", "cases", () => { map.getCanvas().style.cursor = ""; });
    map.on("click", "cases", ({ features }) => {
      const [mark] = features;
      const { at } = mark.properties;
      if (this.dataset.case) this.name(features);
      else if (at && this.dataset.at) this.list(at);
      else map.easeTo({ center: mark.geometry.coordinates, zoom: map.getZoom() + 2 });
    });
  }

  name(features) {
    const links = new Map(features.map(({ properties: { number, words } }) => {
      const link = Object.assign(document.createElement("a"), {
        href: `${this.dataset.case}${encodeURIComponent(number)}/`, textContent: `${number} ${words}`,
      });
      const line = document.createElement("li");
      line.append(link);
      return [number, line];
    }));
    const list = document.createElement("ul");
    list.append(...[...links.values()].slice(0, 12));
    this.told.replaceChildren(list);
  }

  async list(at) {
    const answer = await fetch(`${this.dataset.at}${at}/`, { headers: { "X-Part": "list" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.told.replaceChildren(...page.body.children);
  }

  pick(library) {
    const form = this.closest("form");
    const { lon, lat } = form.elements;
    const remove = this.querySelector("[data-remove]");
    const show = () => {
      const set = lon.value && lat.value;
      remove.hidden = !set;
      if (set) this.put(library, [Number(lon.value), Number(lat.value)]);
      else this.pin?.remove();
    };
    const set = (where) => {
      lon.value = where ? where.lng.toFixed(6) : "";
      lat.value = where ? where.lat.toFixed(6) : "";
      this.told.textContent = where ? this.dataset.set : this.dataset.gone;
      form.dispatchEvent(new Event("change", { bubbles: true }));
    };
    form.addEventListener("change", show);
    form.addEventListener("located", () => {
      this.map.easeTo({ center: [Number(lon.value), Number(lat.value)], zoom: 16 });
    });
    this.map.on("click", (event) => set(event.lngLat.wrap()));
    this.querySelector("[data-middle]").addEventListener("click", () => set(this.map.getCenter().wrap()));
    remove.addEventListener("click", () => set(null));
    show();
  }
}
customElements.define("hy-map", CityMap);
