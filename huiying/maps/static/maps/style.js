// What a map looks like, in the page's own colours: the base below, the cases on top.
const NAME = ["coalesce", ["get", "name:zh-Hans"], ["get", "name:zh"], ["get", "name"]];

// The library reads no custom properties, and light-dark() not at all: the browser works them out.
export function colours(element) {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const names = ["text", "quiet", "page", "panel", "raised", "line", "line-strong", "brand", "brand-soft", "on-brand", "calm", "calm-soft", "overdue"];
  const found = {};
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

const words = (paint, size) => ({
  layout: { "text-field": NAME, "text-size": size, "text-font": ["sans-serif"], "text-max-width": 8 },
  paint,
});

// The layers of an archive as protomaps makes them; those it has not simply stay empty.
function archive(c) {
  const of = (layer, more) => ({ id: `base-${layer}-${more.type}`, source: "base", "source-layer": layer, ...more });
  const names = words({ "text-color": c.quiet, "text-halo-color": c.page, "text-halo-width": 1.5 }, 12);
  return [
    of("earth", { type: "fill", paint: { "fill-color": c.page } }),
    of("landuse", { type: "fill", paint: { "fill-color": c["calm-soft"], "fill-opacity": 0.7 } }),
    of("water", { type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c["brand-soft"] } }),
    of("buildings", { type: "fill", minzoom: 14, paint: { "fill-color": c.line, "fill-opacity": 0.6 } }),
    of("roads", { type: "line", paint: { "line-color": c.line, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, 0.5, 18, 14] } }),
    of("boundaries", { type: "line", paint: { "line-color": c["line-strong"], "line-dasharray": [3, 2], "line-width": 0.8 } }),
    { ...of("roads", { type: "symbol", minzoom: 14, ...names }), layout: { ...names.layout, "symbol-placement": "line" } },
    of("pois", { type: "symbol", minzoom: 16, ...names }),
    of("places", { type: "symbol", ...names }),
  ];
}

// The city's own borders: filled where there is no archive below them.
function areas(c, alone) {
  const of = (kind) => ["==", ["get", "kind"], kind];
  const border = (kind, width, more = {}) => ({
    id: `${kind}-border`, type: "line", source: "areas", filter: of(kind), ...more,
    paint: { "line-color": c["line-strong"], "line-width": width, "line-opacity": 0.8 },
  });
  const name = (kind, size, more = {}) => ({
    id: `${kind}-name`, type: "symbol", source: "areas",
    filter: ["all", of(kind), ["==", ["geometry-type"], "Point"]],
    ...words({ "text-color": c.text, "text-halo-color": c.page, "text-halo-width": 1.5 }, size), ...more,
  });
  const ground = { id: "ground", type: "fill", source: "areas", filter: of("district"), paint: { "fill-color": c.page } };
  return [
    ...(alone ? [ground] : []),
    border("community", 0.6, { minzoom: 11 }),
    border("street", 1.2),
    border("district", 2),
    name("community", 12, { minzoom: 12.5 }),
    name("street", 14, { maxzoom: 13.5 }),
  ];
}

// A mark counts by its middle: one of many cases may lie across the border.
function cases(c, within) {
  const inside = within ? ["within", within] : true;
  const radius = ["interpolate", ["linear"], ["sqrt", ["get", "n"]], 1, 7, 3, 12, 10, 18, 60, 26, 300, 34];
  return [
    {
      id: "cases", type: "circle", source: "cases", "source-layer": "cases", filter: ["all", inside],
      paint: {
        "circle-color": ["case", ["to-boolean", ["get", "late"]], c.overdue, [">", ["get", "open"], 0], c.brand, c.calm],
        "circle-radius": radius, "circle-opacity": 0.88, "circle-stroke-color": c.raised, "circle-stroke-width": 1.5,
      },
    },
    {
      id: "counts", type: "symbol", source: "cases", "source-layer": "cases", filter: ["all", inside, [">", ["get", "n"], 1]],
      layout: {
        "text-field": ["to-string", ["get", "n"]], "text-font": ["sans-serif"], "text-size": 12,
        "text-allow-overlap": true, "text-ignore-placement": true,
      },
      paint: { "text-color": c["on-brand"] },
    },
  ];
}

const mark = (c, code) => ({
  id: "chosen", type: "line", source: "areas", paint: { "line-color": c.brand, "line-width": 3 },
  filter: ["all", ["==", ["get", "code"], code], ["!=", ["geometry-type"], "Point"]],
});

// `own` are the addresses that the page gave: areas, tiles, base; and the border of one area.
export function style(c, own, { code, within } = {}) {
  const sources = { areas: { type: "geojson", data: own.areas } };
  if (own.base) sources.base = { type: "vector", url: `pmtiles://${own.base}`, attribution: "© OpenStreetMap" };
  if (own.tiles) sources.cases = { type: "vector", tiles: [own.tiles], minzoom: own.least, maxzoom: 18 };
  return {
    version: 8,
    sources,
    layers: [
      { id: "background", type: "background", paint: { "background-color": c.panel } },
      ...(own.base ? archive(c) : []),
      ...areas(c, !own.base),
      ...(code ? [mark(c, code)] : []),
      ...(own.tiles ? cases(c, within) : []),
    ],
  };
}
