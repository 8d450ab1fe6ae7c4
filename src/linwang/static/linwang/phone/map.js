// The small map of the order: drawn only when it is opened, for it costs data.
export function start() {
  for (const details of document.querySelectorAll("details.order-map:not([data-ready])")) {
    details.dataset.ready = "";
    details.addEventListener("toggle", () => details.open && draw(details.querySelector("[data-phone-map]")));
    if (details.open) draw(details.querySelector("[data-phone-map]"));
  }
}

async function draw(box) {
  if (box.dataset.drawn !== undefined) return;
  box.dataset.drawn = "";
}
