// Asks the server again for the part that changes; what is open stays open, what is being touched stays put.
import { onNotice, onResync } from "../live.js";
import { refreshTimes } from "../times.js";
import { toast } from "../toasts.js";
import { setOffline } from "./line.js";
import { assignmentOf, current } from "./order.js";
import { say } from "./words.js";

const root = document.getElementById("phone");
const now = document.getElementById("phone-now");
const EVERY_MS = 20000;
const GATHER_MS = 300;
const SPREAD_MS = 3000; // two hundred phones hear of a call-out in one moment: they do not all ask in it
const REST_MS = 4000; // a moving unit is announced every two seconds: its own phone need not ask each time
const shown = new Set();
let timer = 0;
let running = null;
let again = false;
let askedAt = 0;

export const onShown = (act) => shown.add(act);

export function soon(later = 0) {
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(GATHER_MS, askedAt + REST_MS - Date.now()) + later);
}

// Whoever asks while an answer is on its way wants what has happened since: it is asked for once more.
export function refresh() {
  again = running !== null;
  running ??= askUntilNew().finally(() => { running = null; });
  return running;
}

async function askUntilNew() {
  let isNew = false;
  do {
    again = false;
    isNew = await ask();
  } while (again);
  return isNew;
}

async function ask() {
  askedAt = Date.now();
  const answer = await fetch(root.dataset.now, {
    headers: { "X-Linwang-Passive": "1" }, redirect: "manual", signal: AbortSignal.timeout(15000),
  }).catch(() => null);
  await setOffline(!answer);
  if (!answer?.ok) return false;
  const html = await answer.text();
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.querySelector("[data-crew], [data-off-duty]")) return false;
  now.dataset.made = new Date().toISOString();
  if (plain(page.body) === now.dataset.plain) return true;
  if (now.querySelector("form[data-sending]")) return soon(), true; // its answer wants a place to be shown
  show(page.body);
  return true;
}

// What is shown, without the tokens that differ each time and the words that the clock changes.
function plain(element) {
  const copy = element.cloneNode(true);
  for (const changing of copy.querySelectorAll("input[type=hidden], time, .due-clock, [data-reported]")) changing.remove();
  return copy.innerHTML.replace(/\s+/g, " ").trim();
}

function show(body) {
  const before = assignmentOf(current());
  const asked = callsShown();
  const open = [...now.querySelectorAll("details[open]")].map(({ className }) => className);
  const map = now.querySelector("[data-phone-map]");
  const said = [...now.querySelectorAll("form [data-refusal]")].filter((place) => place.childElementCount);
  now.dataset.plain = plain(body);
  now.replaceChildren(...body.childNodes);
  for (const name of open) now.querySelector(`details.${name.split(" ")[0]}`)?.setAttribute("open", "");
  keepMap(map);
  keepRefusals(said);
  refreshTimes(now);
  for (const act of shown) act();
  announce(before);
  announceCalls(asked);
}

const callsShown = () => new Set([...now.querySelectorAll('[data-called][data-status="asked"]')].map(({ dataset }) => dataset.called));

function announceCalls(before) {
  if (![...callsShown()].some((called) => !before.has(called))) return;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
  toast(say("called_out"));
  scrollTo({ top: 0 });
}

function keepMap(map) {
  const fresh = now.querySelector("[data-phone-map]");
  const isSame = map && fresh && map.dataset.lon === fresh.dataset.lon && map.dataset.lat === fresh.dataset.lat;
  if (isSame) fresh.replaceWith(map);
}

// A sentence that has just been said stays until the person acts again.
function keepRefusals(said) {
  for (const place of said) {
    const action = place.closest("form").getAttribute("action");
    now.querySelector(`form[action="${CSS.escape(action)}"] [data-refusal]`)?.replaceChildren(...place.childNodes);
  }
}

function announce(before) {
  const after = assignmentOf(current());
  if (!after || after === before) return;
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
  toast(say("new_order"));
  scrollTo({ top: 0 });
}

function isMine({ kind, reference }) {
  const unit = now.querySelector("[data-crew]")?.dataset.crew;
  if (kind === "called") return true;
  if (kind === "call_out") return Boolean(now.querySelector(`[data-leads="${CSS.escape(reference)}"]`));
  return (kind === "unit" && reference === unit) || (kind === "incident" && reference === current()?.dataset.number);
}

export function start() {
  onNotice((notice) => isMine(notice) && soon(notice.kind === "called" ? Math.random() * SPREAD_MS : 0));
  onResync(() => soon());
  setInterval(() => document.hidden || refresh(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || soon());
  addEventListener("online", () => soon());
  addEventListener("offline", () => setOffline(true));
  soon(); // what was announced while this script was still on its way
}
