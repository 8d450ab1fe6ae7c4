// Picking a point where no name fits: on the map by pointer or by keys, or as plain degrees where no map can be drawn.
import { send } from "./forms.js";
import { createMap } from "./map.js";

const LAYER = "picked";
const ASK_AFTER_MS = 250;
const CLOSE = 15;

const box = document.querySelector("[data-pick]");
const part = (name) => box.querySelector(`[data-pick-${name}]`);
const [lon, lat] = ["lon", "lat"].map((name) => box.querySelector(`[name=${name}]`));
const point = () => (lon.value && lat.value && Number.isFinite(+lon.value) && Number.isFinite(+lat.value) ? [+lon.value, +lat.value] : null);
let face = null;
let opening = null;
let asking;

box.addEventListener("toggle", () => box.open && open());
box.addEventListener("input", () => {
  clearTimeout(asking);
  asking = setTimeout(tell, ASK_AFTER_MS);
  mark();
});
// Anything else that changes the point (a stretch chosen, the place cleared) is shown too, once it has been written.
document.addEventListener("click", (event) => event.target.closest("[data-accept=place], [data-clear=place]") && setTimeout(() => (tell(), mark(), goThere())));
if (box.open) open();
if (point()) tell();

async function open() {
  opening ??= start();
  await opening;
  face?.resize();
}

async function start() {
  part("map").hidden = false;
  const made = await createMap(part("map"), { baseMap: box.dataset.baseMap, points: await around(), isPicker: true });
  part("map").hidden = !made;
  part("keys").hidden = !made;
  part("failed").hidden = Boolean(made);
  if (!made) return;
  face = made;
  face.onPick(pick);
  face.map.getCanvas().addEventListener("keydown", keyed);
  face.map.on("style.load", mark);
  mark();
  goThere();
}

// What the board shows tells where the station is; without it, the station's own point.
async function around() {
  if (point()) return [point()];
  const home = [+box.dataset.lon, +box.dataset.lat];
  const answer = await send(box.dataset.points, { method: "GET", headers: { Accept: "application/json", "X-Linwang-Passive": "1" } }).catch(() => null);
  const shown = answer?.ok ? await answer.json() : null;
  const features = shown ? [...shown.incidents.features, ...shown.units.features] : [];
  return features.length > 1 ? features : box.dataset.lon ? [home, home] : features;
}

function keyed(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const { lng, lat: north } = face.map.getCenter();
  pick(lng, north);
}

function pick(east, north) {
  lon.value = east.toFixed(6);
  lat.value = north.toFixed(6);
  lat.dispatchEvent(new Event("input", { bubbles: true }));
  goThere();
}

function goThere() {
  if (face && point()) face.goTo(...point(), CLOSE);
}

function mark() {
  const map = face?.map;
  if (!map?.isStyleLoaded()) return map?.once("idle", mark);
  const data = { type: "FeatureCollection", features: point() ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: point() } }] : [] };
  if (map.getSource(LAYER)) return map.getSource(LAYER).setData(data);
  map.addSource(LAYER, { type: "geojson", data });
  map.addLayer({ id: LAYER, type: "circle", source: LAYER, paint: { "circle-radius": 8, "circle-color": "#c21f2c", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
}

async function tell() {
  if (!lon.value && !lat.value) return part("said").replaceChildren();
  const asked = new URLSearchParams({ lon: lon.value, lat: lat.value });
  const answer = await send(`${box.dataset.url}?${asked}`, { method: "GET", headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  part("said").replaceChildren(...told.body.childNodes);
}
