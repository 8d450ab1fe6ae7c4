// Starting a call-out: whole beats at once, a grid found by its name, and how many to ask as the choice changes.
import { send } from "./forms.js";

const GATHER_MS = 250;
const form = document.querySelector(".call-out-form");
const advised = form?.querySelector("[data-advised]");
let timer = 0;
let asked = 0;

function chooseBeat({ target }) {
  if (!target.matches("[data-whole-beat]")) return;
  for (const box of target.closest("[data-beat]").querySelectorAll('input[name="grids"]')) box.checked = target.checked;
}

function markBeats() {
  for (const beat of form.querySelectorAll("[data-beat]")) {
    const boxes = [...beat.querySelectorAll('input[name="grids"]')];
    const n = boxes.filter((box) => box.checked).length;
    const whole = beat.querySelector("[data-whole-beat]");
    whole.checked = n === boxes.length;
    whole.indeterminate = n > 0 && n < boxes.length;
  }
}

function find({ target }) {
  if (!target.matches("[data-find-grid]")) return;
  const words = target.value.trim();
  for (const beat of form.querySelectorAll("[data-beat]")) {
    const ofBeat = beat.querySelector("legend").textContent.includes(words);
    let shown = 0;
    for (const grid of beat.querySelectorAll("[data-grid]")) {
      grid.hidden = !ofBeat && !grid.dataset.grid.includes(words);
      shown += !grid.hidden;
    }
    beat.hidden = !shown;
  }
}

async function advise() {
  const turn = ++asked;
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (["grids", "skills", "tasks", "needed", "beside"].includes(name)) chosen.append(name, value);
  const answer = await send(`${form.dataset.advice}?${chosen}`, { method: "GET" }).catch(() => null);
  if (!answer?.ok || turn !== asked) return;
  advised.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
}

function changed() {
  markBeats();
  clearTimeout(timer);
  timer = setTimeout(advise, GATHER_MS);
}

if (form) {
  form.addEventListener("change", chooseBeat);
  form.addEventListener("change", changed);
  form.addEventListener("input", find);
  form.addEventListener("input", ({ target }) => target.name === "needed" && changed());
  changed();
}
