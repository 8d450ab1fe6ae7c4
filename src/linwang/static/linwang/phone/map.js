// The small map of the order: fetched and drawn only when it is opened, for it costs data.
import { createMap } from "../map.js";

const baseMap = document.getElementById("phone").dataset.baseMap;
const feature = (lon, lat, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties });
const collection = (features) => ({ type: "FeatureCollection", features });

export function start() {
  for (const details of document.querySelectorAll("details.order-map:not([data-ready])")) {
    details.dataset.ready = "";
    const box = details.querySelector("[data-phone-map]");
    details.addEventListener("toggle", () => details.open && draw(box));
    if (details.open) draw(box);
  }
}

async function draw(box) {
  if (box.dataset.drawn !== undefined) return;
  box.dataset.drawn = "";
  const { lon, lat, ownLon, ownLat, priority, callSign } = box.dataset;
  const place = feature(Number(lon), Number(lat), { number: "", priority, is_overdue: false });
  const own = ownLon ? [feature(Number(ownLon), Number(ownLat), { call_sign: callSign, kind: "", state: "on_order", is_fresh: true })] : [];
  const map = await createMap(box, { baseMap, points: [place, ...own] });
  map?.setIncidents(collection([place]));
  map?.setUnits(collection(own));
}
