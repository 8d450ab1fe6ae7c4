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
  face.setIncidents(fan.incidents);
  face.setUnits(fan.units);
  dots();
  face.map.on("style.load", dots);
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
}

function fail(problem) {
  console.error("fan:", problem);
  panel.querySelector("[data-fan-map]").hidden = true;
  panel.querySelector("[data-fan-failed]").hidden = false;
}
