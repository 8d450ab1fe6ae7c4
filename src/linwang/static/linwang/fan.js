// The fan of travel times on the incident page: drawn when it is first opened. Where no map can be drawn it says so.
import { send } from "./forms.js";
import { createMap } from "./map.js";

// Minutes and colours, near to far; the key under the map has the same steps.
const STEPS = [[3, "#0b6e4f"], [5, "#4c9f38"], [8, "#c9a400"], [12, "#d9730d"], [20, "#b3261e"]];
const LAYER = "fan";

const panel = document.querySelector("[data-fan]");
panel?.addEventListener("toggle", () => panel.open && open());

let face = null;
let places = null;
let river = null;

async function open() {
  if (face) return face.resize();
  try {
    const answer = await send(panel.dataset.url, { method: "GET", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`fan: ${answer.status}`);
    await draw(await answer.json());
  } catch (problem) {
    fail(problem);
  }
}

async function draw(fan) {
  panel.querySelector("[data-fan-estimated]").hidden = !fan.is_estimated;
  const points = [...fan.incidents.features, ...fan.places.features.filter(({ properties }) => properties.minutes <= 8)];
  const made = await createMap(panel.querySelector("[data-fan-map]"), { baseMap: panel.dataset.baseMap, points });
  if (!made) throw new Error("fan: no map can be drawn here");
  face = made;
  places = fan.places;
  river = fan;
  face.setIncidents(fan.incidents);
  face.setUnits(fan.units);
  dots();
  face.map.on("style.load", dots);
  panel.dataset.accesses = String(fan.accesses.features.length);
  panel.dataset.drawn = String(places.features.length);
}

// Under the units and the incident, so that these stay readable.
function dots() {
  const { map } = face;
  if (map.getLayer(LAYER)) return;
  const [[, nearest], ...others] = STEPS;
  const colour = ["step", ["get", "minutes"], nearest, ...others.flatMap(([, tone], place) => [STEPS[place][0], tone])];
  map.addSource(LAYER, { type: "geojson", data: places });
  map.addLayer({
    id: LAYER, type: "circle", source: LAYER,
    paint: { "circle-color": colour, "circle-opacity": 0.7, "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 2, 14, 5, 17, 9] },
  }, map.getLayer("units") ? "units" : undefined);
  course(map);
}

// The river, road or railway that was named, with the bridges and landings where one gets to it.
function course(map) {
  if (!river.line.length) return;
  const isDark = document.documentElement.dataset.bsTheme === "dark";
  const [line, ink, halo] = isDark ? ["#58a6ff", "#dbe3ec", "#0f151d"] : ["#1d56a5", "#1d2733", "#ffffff"];
  map.addSource("course", { type: "geojson", data: { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: river.line } } });
  map.addSource("accesses", { type: "geojson", data: river.accesses });
  map.addLayer({ id: "course", type: "line", source: "course", layout: { "line-cap": "round" }, paint: { "line-color": line, "line-width": 4, "line-opacity": 0.75 } }, map.getLayer("units") ? "units" : undefined);
  map.addLayer({ id: "accesses", type: "circle", source: "accesses", paint: { "circle-radius": 6, "circle-color": halo, "circle-stroke-color": line, "circle-stroke-width": 3 } });
  map.addLayer({
    id: "access-names", type: "symbol", source: "accesses",
    layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans Regular"], "text-size": 13, "text-offset": [0, 0.9], "text-anchor": "top" },
    paint: { "text-color": ink, "text-halo-color": halo, "text-halo-width": 1.5 },
  });
}

function fail(problem) {
  console.error("fan:", problem);
  panel.querySelector("[data-fan-map]").hidden = true;
  panel.querySelector("[data-fan-failed]").hidden = false;
}
