// How the ground looks, by day and by night: calm, so that incidents and units stand out.

const DAY = {
  ground: "#eef0ec", station: "#c8d2dd", grid: "#d3dae0", estate: "#e2e4da", water: "#bcd6ea", edge: "#cfd4d8",
  road: "#ffffff", main: "#ffe9b8", text: "#3d4854", halo: "#ffffff", waterText: "#3d6d94", area: "#8795a5",
};
const NIGHT = {
  ground: "#151d25", station: "#52657a", grid: "#2a3642", estate: "#1b2630", water: "#17405f", edge: "#0d1319",
  road: "#3d4c5c", main: "#6f6440", text: "#b9c5d1", halo: "#10161c", waterText: "#6d9cc4", area: "#5d6c7c",
};
const FONT = ["Noto Sans Regular"];

export function styleOf(baseMap, dark) {
  const colour = dark ? NIGHT : DAY;
  const ground = { id: "ground", type: "background", paint: { "background-color": colour.ground } };
  if (!baseMap) return { version: 8, sources: {}, layers: [ground] };
  const url = `pmtiles://${new URL(baseMap, location.href).href}`;
  return { version: 8, sources: { base: { type: "vector", url } }, layers: [ground, ...areas(colour), ...roads(colour), ...names(colour)] };
}

const layer = (id, type, source, rest) => ({ id, type, source: "base", "source-layer": source, ...rest });
const grow = (...stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];

function areas(colour) {
  return [
    layer("estates", "fill", "estates", { paint: { "fill-color": colour.estate } }),
    layer("waters", "fill", "waters", { paint: { "fill-color": colour.water } }),
    layer("grids", "line", "grids", { minzoom: 13, paint: { "line-color": colour.grid, "line-width": 1 } }),
    layer("stations", "line", "stations", { paint: { "line-color": colour.station, "line-width": 2.5, "line-dasharray": [4, 2] } }),
  ];
}

function roads(colour) {
  const width = { main: grow(8, 1.5, 12, 3.5, 16, 12), street: grow(11, 1, 14, 3.5, 17, 11), lane: grow(13, 1, 17, 6) };
  const one = (name, suffix, paint) =>
    layer(`road-${name}${suffix}`, "line", "roads", {
      filter: ["==", ["get", "class"], name], layout: { "line-cap": "round", "line-join": "round" }, paint,
    });
  const names = ["lane", "street", "main"];
  return [
    ...names.map((name) => one(name, "-edge", { "line-color": colour.edge, "line-width": width[name], "line-gap-width": 0.5 })),
    ...names.map((name) => one(name, "", { "line-color": name === "main" ? colour.main : colour.road, "line-width": width[name] })),
  ];
}

function names(colour) {
  const text = (size) => ({ "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-padding": 6 });
  const paint = { "text-color": colour.text, "text-halo-color": colour.halo, "text-halo-width": 1.5 };
  return [
    layer("road-names", "symbol", "roads", {
      minzoom: 13, layout: { ...text(12), "symbol-placement": "line", "symbol-spacing": 320 }, paint,
    }),
    layer("place-names", "symbol", "places", {
      filter: ["!=", ["get", "kind"], "river"], layout: { ...text(12), "text-max-width": 7 }, paint,
    }),
    layer("river-names", "symbol", "places", {
      filter: ["==", ["get", "kind"], "river"], layout: text(13), paint: { ...paint, "text-color": colour.waterText },
    }),
    layer("station-names", "symbol", "stations", { maxzoom: 12, layout: text(15), paint: { ...paint, "text-color": colour.area } }),
  ];
}
