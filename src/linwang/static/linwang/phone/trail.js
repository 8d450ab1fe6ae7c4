// One's own way of today as a line on the map.
import { createMap } from "../map.js";

const box = document.querySelector("[data-trail]");
const source = document.getElementById("trail-points");

function drawLine(map, line) {
  if (map.getSource("trail")) return;
  const colour = getComputedStyle(box).color;
  const data = { type: "Feature", geometry: { type: "LineString", coordinates: line }, properties: {} };
  map.addSource("trail", { type: "geojson", data });
  map.addLayer({
    id: "trail", type: "line", source: "trail", layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colour, "line-width": 4, "line-opacity": 0.85 },
  });
  const ends = line.length ? [line[0], line[line.length - 1]] : [];
  map.addSource("trail-ends", { type: "geojson", data: { type: "MultiPoint", coordinates: ends } });
  map.addLayer({ id: "trail-ends", type: "circle", source: "trail-ends", paint: { "circle-radius": 6, "circle-color": colour } });
}

if (box && source) {
  const line = JSON.parse(source.textContent);
  const made = await createMap(box, { baseMap: box.dataset.baseMap, points: line });
  if (made) {
    drawLine(made.map, line);
    made.map.on("styledata", () => made.map.isStyleLoaded() && drawLine(made.map, line));
  }
}
