// Incidents and units over the ground, in the same letters, shapes and colours as in the lists.

const SIZE = 26;
const RATIO = 2;
const FONT = ["Noto Sans Regular"];
const COLOURS = {
  light: { A: "#c21f2c", B: "#b45309", C: "#2b63b0", D: "#5a6675", ink: "#ffffff", over: "#c21f2c", text: "#1d2733", halo: "#ffffff" },
  dark: { A: "#d13438", B: "#f0a33c", C: "#6ea3ec", D: "#8b99aa", ink: "#0b1119", over: "#ff6b70", text: "#dbe3ec", halo: "#0f151d" },
};
const STATES = { free: ["#17693b", "#6fd19a"], on_order: ["#1d56a5", "#8ab8f5"], on_scene: ["#5b3fb0", "#b9a5f7"] };
const CORNERS = {
  A: [[0.3, 0], [0.7, 0], [1, 0.3], [1, 0.7], [0.7, 1], [0.3, 1], [0, 0.7], [0, 0.3]],
  B: [[0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]],
  C: [[0.06, 0.06], [0.94, 0.06], [0.94, 0.94], [0.06, 0.94]],
};

function canvas() {
  const made = Object.assign(document.createElement("canvas"), { width: SIZE * RATIO, height: SIZE * RATIO });
  const pen = made.getContext("2d");
  pen.scale(RATIO, RATIO);
  return pen;
}

const pixels = (pen) => pen.getImageData(0, 0, SIZE * RATIO, SIZE * RATIO);

function priorityMark(priority, colour) {
  const pen = canvas();
  const inset = 2;
  const side = SIZE - 2 * inset;
  pen.beginPath();
  if (CORNERS[priority]) for (const [x, y] of CORNERS[priority]) pen.lineTo(inset + x * side, inset + y * side);
  else pen.arc(SIZE / 2, SIZE / 2, side / 2 - 1, 0, 2 * Math.PI);
  pen.closePath();
  pen.fillStyle = priority === "D" ? colour.halo : colour[priority];
  pen.strokeStyle = priority === "D" ? colour.D : colour.halo;
  pen.lineWidth = 1.5;
  pen.fill();
  pen.stroke();
  pen.fillStyle = priority === "D" ? colour.D : priority === "A" ? "#ffffff" : colour.ink;
  pen.font = "bold 13px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(priority, SIZE / 2, SIZE / 2 + 1);
  return pixels(pen);
}

// A unit: round when free, square on its way, a standing square on scene, as in the list.
function unitMark(state, colour, dark) {
  const pen = canvas();
  const half = 6;
  pen.translate(SIZE / 2, SIZE / 2);
  if (state === "on_scene") pen.rotate(Math.PI / 4);
  pen.beginPath();
  if (state === "free") pen.arc(0, 0, half, 0, 2 * Math.PI);
  else pen.rect(-half, -half, 2 * half, 2 * half);
  pen.fillStyle = STATES[state][dark ? 1 : 0];
  pen.strokeStyle = colour.halo;
  pen.lineWidth = 2;
  pen.fill();
  pen.stroke();
  return pixels(pen);
}

export function drawMarks(map, data, dark) {
  const colour = COLOURS[dark ? "dark" : "light"];
  for (const priority of "ABCD") addImage(map, `priority-${priority}`, priorityMark(priority, colour));
  for (const state of Object.keys(STATES)) addImage(map, `unit-${state}`, unitMark(state, colour, dark));
  for (const name of ["units", "incidents"]) {
    if (!map.getSource(name)) map.addSource(name, { type: "geojson", data: data[name] });
  }
  for (const layer of layers(colour)) if (!map.getLayer(layer.id)) map.addLayer(layer);
}

function addImage(map, name, image) {
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: RATIO });
}

function layers(colour) {
  const text = { "text-font": FONT, "text-size": 12, "text-offset": [0, 1.1], "text-anchor": "top", "text-optional": true };
  const paint = { "text-color": colour.text, "text-halo-color": colour.halo, "text-halo-width": 1.5 };
  const size = ["interpolate", ["linear"], ["zoom"], 10, 0.6, 13, 0.85, 15, 1];
  const ring = (near) => ["interpolate", ["linear"], ["zoom"], 10, near * 0.6, 13, near * 0.85, 15, near];
  const isMany = ["in", ["get", "kind"], ["literal", ["warden", "guard", "volunteer"]]];
  const always = { "icon-allow-overlap": true, "icon-ignore-placement": true };
  return [
    {
      id: "units", type: "symbol", source: "units",
      layout: { ...always, ...text, "icon-size": size, "icon-image": ["concat", "unit-", ["get", "state"]],
        "text-field": ["step", ["zoom"], "", 13, ["case", isMany, "", ["get", "call_sign"]], 15, ["get", "call_sign"]],
      },
      paint: { ...paint, "icon-opacity": ["case", ["get", "is_fresh"], 1, 0.5] },
    },
    {
      id: "incident-over", type: "circle", source: "incidents", filter: ["get", "is_overdue"],
      paint: { "circle-radius": ring(17), "circle-color": colour.over, "circle-opacity": 0.22, "circle-stroke-color": colour.over, "circle-stroke-width": 1.5 },
    },
    {
      id: "incident-chosen", type: "circle", source: "incidents", filter: ["==", ["get", "number"], ""],
      paint: { "circle-radius": ring(21), "circle-color": "transparent", "circle-stroke-color": colour.text, "circle-stroke-width": 3 },
    },
    {
      id: "incidents", type: "symbol", source: "incidents",
      layout: {
        ...always, "icon-size": size, "icon-image": ["concat", "priority-", ["get", "priority"]],
        "symbol-sort-key": ["match", ["get", "priority"], "A", 4, "B", 3, "C", 2, 1],
      },
    },
  ];
}
