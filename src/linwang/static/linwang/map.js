// A map of the station's ground: base map from our own PMTiles file, incidents and units over it.
// `const map = await createMap(element, {baseMap, points, isPicker})` → {setIncidents, setUnits, choose, goTo, onIncident, onPick, resize}.
// Without WebGL it answers null and leaves a plain ground: the lists say the same.
import { drawMarks } from "./map_marks.js";
import { styleOf } from "./map_style.js";

const HERE = new URL("../parts/", import.meta.url);
const EMPTY = { type: "FeatureCollection", features: [] };
const isDark = () => document.documentElement.dataset.bsTheme === "dark";

function load(tag, attributes) {
  return new Promise((done, failed) => {
    const made = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
    document.head.append(made);
  });
}

async function parts() {
  const [maplibre] = await Promise.all([
    import(new URL("maplibre/maplibre-gl.mjs", HERE)),
    load("link", { rel: "stylesheet", href: new URL("maplibre/maplibre-gl.css", HERE).href }),
    window.pmtiles ?? load("script", { src: new URL("pmtiles/pmtiles.js", HERE).href }),
  ]);
  return maplibre;
}

let protocol = null;

function register(maplibre) {
  if (protocol) return;
  protocol = new window.pmtiles.Protocol();
  maplibre.addProtocol("pmtiles", protocol.tile);
  maplibre.setWorkerUrl(new URL("maplibre/maplibre-gl-worker.mjs", HERE).href);
}

function boundsOf(maplibre, points) {
  const bounds = new maplibre.LngLatBounds();
  for (const point of points) bounds.extend(point.geometry?.coordinates ?? point);
  return bounds;
}

export async function createMap(element, { baseMap = "", points = [], isPicker = false } = {}) {
  let maplibre;
  let map;
  try {
    maplibre = await parts();
    register(maplibre);
    map = new maplibre.Map({
      container: element,
      style: styleOf(baseMap, isDark()),
      center: [120.9, 30.2],
      zoom: 11,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 19,
    });
  } catch (problem) {
    console.warn("map:", problem);
    element.dataset.noMap = "";
    return null;
  }
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-left");
  map.touchZoomRotate.disableRotation();
  map.on("error", ({ error }) => console.warn("map:", error?.message));
  if (points.length) map.fitBounds(boundsOf(maplibre, points), { padding: 48, maxZoom: 15, animate: false });
  await new Promise((done) => (map.isStyleLoaded() ? done() : map.once("style.load", done)));
  return face(maplibre, map, baseMap, isPicker);
}

function face(maplibre, map, baseMap, isPicker) {
  const data = { incidents: EMPTY, units: EMPTY };
  const acts = { incident: null, pick: null };
  let chosen = "";
  const draw = () => {
    drawMarks(map, data, isDark());
    choose(chosen);
  };
  const choose = (number = "") => {
    chosen = number;
    if (map.getLayer("incident-chosen")) map.setFilter("incident-chosen", ["==", ["get", "number"], number]);
  };
  draw();
  document.addEventListener("linwang:theme", () => {
    map.setStyle(styleOf(baseMap, isDark()), { diff: false });
    map.once("style.load", draw);
  });
  map.on("click", "incidents", ({ features }) => acts.incident?.(features[0].properties.number));
  for (const layer of ["incidents", "units"]) hint(maplibre, map, layer);
  if (isPicker) map.on("click", ({ lngLat }) => acts.pick?.(lngLat.lng, lngLat.lat));
  const show = (name) => (features) => {
    data[name] = features;
    map.getSource(name)?.setData(features);
  };
  return {
    map,
    setIncidents: show("incidents"),
    setUnits: show("units"),
    choose,
    goTo: (lon, lat, zoom = 16) => map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), zoom) }),
    fit: (points) => map.fitBounds(boundsOf(maplibre, points), { padding: 48, maxZoom: 16, animate: false }),
    onIncident: (act) => (acts.incident = act),
    onPick: (act) => (acts.pick = act),
    resize: () => setTimeout(() => map.resize()),
  };
}

function hint(maplibre, map, layer) {
  const popup = new maplibre.Popup({ closeButton: false, closeOnClick: false, offset: 16 });
  map.on("mouseenter", layer, ({ features: [one] }) => {
    map.getCanvas().style.cursor = "pointer";
    const { name, number, call_sign: callSign } = one.properties;
    popup.setLngLat(one.geometry.coordinates).setText([callSign ?? name, number].filter(Boolean).join(" · ")).addTo(map);
  });
  map.on("mouseleave", layer, () => {
    map.getCanvas().style.cursor = "";
    popup.remove();
  });
}
