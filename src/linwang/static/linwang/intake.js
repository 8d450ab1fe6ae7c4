// Taking a call: suggestions while typing, one key to accept each, and nothing typed is ever lost.
import { keepDraft } from "./intake_draft.js";
import "./intake_pick.js";
import { now } from "./times.js";

const form = document.querySelector("[data-intake]");
const offers = document.getElementById("suggestions");
const field = (name) => form.elements.namedItem(name);
const ASK_AFTER_MS = 250;
const ASK_AGAIN_MS = 3000;
let asking;

function ask(delay = ASK_AFTER_MS) {
  clearTimeout(asking);
  asking = setTimeout(() => window.htmx.trigger(offers, "suggest"), delay);
}

function show(selector, isShown, text) {
  const element = document.querySelector(selector);
  element.hidden = !isShown;
  const name = element.querySelector("[data-chosen-name], [data-join-number]");
  if (text !== undefined) name.textContent = text;
}

const ACCEPT = {
  kind: (value) => {
    field("kind").value = value;
    kindChanged();
  },
  place: (value, label, { lon = "", lat = "" }) => {
    for (const [name, said] of Object.entries({ place: value, lon, lat })) field(name).value = said;
    show("[data-chosen-place]", true, label);
  },
  words: (value) => (field("place_words").value = value),
  narrowed: (value) => (field("narrowed").value = value),
  join: (value) => {
    const chosen = field("join").value === value ? "" : value;
    field("join").value = chosen;
    show("[data-chosen-join]", Boolean(chosen), chosen);
    sayTake();
  },
};

function kindChanged() {
  window.htmx.trigger("[data-questions-loader]", "kind");
}

function sayTake() {
  const words = document.querySelector("[data-take-words]");
  const joined = field("join").value;
  if (words) words.textContent = joined ? `${form.dataset.sayJoin} ${joined}` : form.dataset.sayTake;
}

function clear(name) {
  field(name).value = "";
  if (name === "place") for (const other of ["narrowed", "lon", "lat"]) field(other).value = "";
  show(`[data-chosen-${name}]`, false);
  sayTake();
}

// A point of one's own takes the place of a name.
function pointTyped() {
  const isWhole = field("lon").value && field("lat").value;
  field("place").value = "";
  show("[data-chosen-place]", Boolean(isWhole), form.dataset.sayPoint);
}

function sayUnits() {
  const names = [...form.querySelectorAll("[data-unit]:checked")].map((box) => box.dataset.unit);
  const place = document.querySelector("[data-order-units]");
  if (place) place.textContent = names.length ? form.dataset.sayUnits.replace("{units}", names.join(form.dataset.comma)) : "";
}

function changed() {
  draft.touch();
  ask();
}

form.addEventListener("input", ({ target, isComposing }) => {
  if (target.name === "place_words") field("narrowed").value = "";
  if (target.name === "lon" || target.name === "lat") pointTyped();
  if (target.name === "units") return (field("units_touched").value = "1"), sayUnits();
  if (target.name === "kind") kindChanged();
  draft.touch();
  if (!isComposing) ask(target.name === "kind" ? 0 : ASK_AFTER_MS);
});
form.addEventListener("compositionend", changed);

document.addEventListener("click", ({ target }) => {
  const accepted = target.closest("[data-accept]");
  const cleared = target.closest("[data-clear]");
  if (accepted) ACCEPT[accepted.dataset.accept](accepted.dataset.value, accepted.dataset.label, accepted.dataset);
  if (cleared) clear(cleared.dataset.clear);
  if (!accepted && !cleared) return;
  draft.touch();
  ask(0);
  if (cleared) field("place_words").focus();
});

// The cursor returns to where the operator was typing when a suggestion is accepted by the mouse.
offers.addEventListener("mousedown", (event) => event.target.closest("[data-accept]") && event.preventDefault());
// Without a network, or from a busy server, there are no suggestions for a while; the call is typed on all the same.
for (const failed of ["htmx:error", "htmx:response:error"]) {
  offers.addEventListener(failed, (event) => {
    event.stopPropagation();
    ask(ASK_AGAIN_MS);
  });
}
document.addEventListener("htmx:after:swap", () => sayUnits());

// The button that is named by what it does must not be pressed by Enter in a field.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input") && !event.ctrlKey) event.preventDefault();
});

// What is typed while the order goes out belongs to what is said next.
let sent = "";
form.addEventListener("submit", () => (sent = field("words")?.value ?? ""));
addEventListener("pagehide", () => {
  const words = field("words")?.value ?? "";
  if (sent && words.startsWith(sent) && words.length > sent.length) sessionStorage.setItem("linwang-late-words", words.slice(sent.length));
});
const late = field("further_words") && sessionStorage.getItem("linwang-late-words");
if (late) {
  field("further_words").value += late;
  sessionStorage.removeItem("linwang-late-words");
}

const clock = document.querySelector("[data-clock-since]");
function tick() {
  const seconds = Math.max(0, Math.floor((now() - new Date(clock.dataset.clockSince)) / 1000));
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, "0"));
  clock.querySelector("[data-elapsed]").textContent = `${minutes}:${rest}`;
  clock.classList.toggle("is-over", seconds > Number(clock.dataset.limit));
}
function filled() {
  if (field("kind").value) kindChanged();
  if (field("place").value || field("lon").value) show("[data-chosen-place]", true, field("place_words").value || form.dataset.sayPoint);
  ask(0);
}

setInterval(tick, 1000);
tick();

const draft = keepDraft(form, { filled });
sayTake();

// The cursor stands in the form before this script listens: what was typed, or restored by the browser, until now counts.
const isTyped = (element) => element.matches("textarea, input:not([type=hidden])") && element.value !== element.defaultValue;
if ([...form.elements].some(isTyped)) changed();
