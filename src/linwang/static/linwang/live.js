// One stream of notices for all tabs of a browser; what a notice concerns asks the server again.
// A fragment says what it shows: `<div data-live="incident:JQ01-… unit:*" hx-get="…" hx-trigger="live">`.
import { clockTime, now, setServerTime } from "./times.js";
import { word } from "./words.js";

const QUIET_MS = 200; // gathers notices that come together
const SILENCE_MS = 40000; // the server beats every 15 s
const LOST_AFTER_MS = 3000;
const url = document.body.dataset.liveUrl;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("linwang-live") : null;
const noticed = new Set();
const resynced = new Set();
const waiting = new Map();
let lostSince = null;

// For scripts of pages: `onNotice(({kind, reference, version}) => …)`, `onResync(() => …)`.
export const onNotice = (act) => noticed.add(act);
export const onResync = (act) => resynced.add(act);

function concerns(element, notice) {
  return element.dataset.live.split(/\s+/).some((pattern) => {
    const at = pattern.indexOf(":");
    const reference = pattern.slice(at + 1);
    return pattern.slice(0, at) === notice.kind && (reference === "*" || reference === notice.reference);
  });
}

// A pointer that has come to rest is not about to press: what lies under it may change again.
const REST_MS = 2500;
let movedAt = 0;
addEventListener("pointermove", () => (movedAt = Date.now()), { passive: true });
export const isPointedAt = (element) => Date.now() - movedAt < REST_MS && element.matches(":hover");

// Nothing changes under the moving pointer or under what is being typed, or was typed and not sent yet.
const isUnsent = (field) => field.value !== field.defaultValue;
const isBusy = (element) =>
  isPointedAt(element) && !element.hasAttribute("data-live-hovered")
  || element.querySelector("input:focus, textarea:focus, select:focus, dialog[open]")
  || [...element.querySelectorAll("input:is(:not([type]), [type=text], [type=search]), textarea")].some(isUnsent);

function askAgain(element) {
  clearTimeout(waiting.get(element));
  waiting.set(element, setTimeout(() => {
    if (!element.isConnected) return waiting.delete(element);
    if (isBusy(element)) return askAgain(element);
    waiting.delete(element);
    element.dataset.glow = "";
    window.htmx.trigger(element, "live");
  }, QUIET_MS));
}

export function glow(element) {
  element.classList.remove("glow");
  void element.offsetWidth;
  element.classList.add("glow");
  element.addEventListener("animationend", () => element.classList.remove("glow"), { once: true });
}

function heard({ name, data = "" }) {
  if (name === "hello") return lately.forEach(([, message]) => tabs.postMessage(message));
  if (name === "lost") return lost(new Date(data));
  if (name === "ended") return ended();
  if (name === "silent") return saySilent(data);
  found();
  if (name === "beat") return setServerTime(new Date(data));
  if (name === "resync") return resync();
  const notice = JSON.parse(data);
  for (const act of noticed) act(notice);
  for (const element of document.querySelectorAll("[data-live]")) if (concerns(element, notice)) askAgain(element);
  document.dispatchEvent(new CustomEvent("linwang:notice", { detail: notice }));
}

function resync() {
  for (const act of resynced) act();
  for (const element of document.querySelectorAll("[data-live]")) askAgain(element);
}

function sayLost(text) {
  const line = document.querySelector("[data-lost]");
  line.textContent = text;
  line.hidden = !text;
}

function saySilent(text) {
  const line = document.querySelector("[data-silent]");
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
}

function lost(since) {
  lostSince ??= since;
  sayLost(word("lost_since", { at: clockTime(lostSince) }));
  if (paper) document.querySelector("[data-lost]").append(paperButton());
}

// The paper sheet as it was a few minutes ago, kept in memory: it can be printed when nothing answers any more.
const PAPER_EVERY_MS = 240000;
const paperUrl = document.body.dataset.paperUrl;
let paper = null;

async function fetchPaper() {
  const answer = await fetch(paperUrl, { headers: { "X-Linwang-Passive": "1" }, redirect: "error" }).catch(() => null);
  if (answer?.ok) paper = await answer.blob();
}

function paperButton() {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: word("print_paper") });
  button.addEventListener("click", () => open(URL.createObjectURL(paper), "_blank"));
  return button;
}

if (paperUrl && document.querySelector("[data-board]")) {
  setTimeout(fetchPaper, 3000);
  setInterval(fetchPaper, PAPER_EVERY_MS);
}

// Beyond what the server can do, it sends readers away for some seconds: the old content stays, with its age.
let freshAt = now();
let busyTimer = null;

export function answered() {
  freshAt = now();
  if (busyTimer === null) return;
  clearTimeout(busyTimer);
  busyTimer = null;
  if (lostSince === null) sayLost("");
}

export function busy(response) {
  if (busyTimer !== null) return;
  const seconds = Number(response.headers.get("Retry-After")) || 5;
  if (lostSince === null) sayLost(word("busy", { at: clockTime(freshAt), n: seconds }));
  busyTimer = setTimeout(() => ((busyTimer = null), resync()), seconds * (1000 + Math.random() * 500));
}

function found() {
  if (lostSince === null) return;
  lostSince = null;
  sayLost("");
  resync();
}

function ended() {
  sayLost(word("signed_out"));
}

// A tab that has just opened may have missed what was said while it loaded: it asks, and hears it again.
const lately = [];
const tellTabs = (message) => {
  heard(message);
  tabs?.postMessage(message);
  if (message.name === "notice") lately.push([Date.now(), message]);
  while (lately.length && lately[0][0] < Date.now() - 10000) lately.shift();
};

// The one tab that holds the stream tells the others: browsers allow six connections to a server.
function openStream() {
  let source;
  let watch;
  let lostTimer;
  let lastId = String(new Date(document.querySelector("[data-clock]")?.dateTime ?? 0) / 1000);
  const broken = () => {
    const since = now().toISOString();
    lostTimer ??= setTimeout(() => tellTabs({ name: "lost", data: since }), LOST_AFTER_MS);
  };
  const alive = () => {
    clearTimeout(lostTimer);
    lostTimer = null;
    clearTimeout(watch);
    watch = setTimeout(() => (broken(), connect()), SILENCE_MS);
  };
  const connect = () => {
    source?.close();
    source = new EventSource(`${url}?since=${lastId}`);
    for (const name of ["beat", "notice", "resync", "silent", "lost", "ended"]) {
      source.addEventListener(name, ({ data, lastEventId }) => {
        alive();
        lastId = lastEventId || lastId;
        if (name === "ended") source.close(), clearTimeout(watch);
        tellTabs({ name, data });
      });
    }
    source.onerror = () => {
      broken();
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
    };
  };
  alive();
  connect();
  return () => (source.close(), clearTimeout(watch), clearTimeout(lostTimer));
}

function start() {
  if (tabs) tabs.onmessage = ({ data }) => heard(data);
  tabs?.postMessage({ name: "hello" });
  if (!tabs || !navigator.locks) return void addEventListener("pagehide", openStream());
  navigator.locks.request("linwang-live", () => new Promise((leave) => {
    const close = openStream();
    addEventListener("pagehide", () => (close(), leave()), { once: true });
  }));
}

// What the page asks by itself does not keep a desk awake.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.dataset?.glow !== undefined) ctx.request.headers["X-Linwang-Passive"] = "1";
});
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.request.method === "GET" && ctx.response.status === 503 && ctx.response.headers.has("Retry-After")) busy(ctx.response);
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const element = ctx.sourceElement?.closest?.("[data-glow]") ?? ctx.target?.closest?.("[data-glow]");
  if (!element) return;
  answered();
  delete element.dataset.glow;
  glow(element);
});
addEventListener("pageshow", ({ persisted }) => persisted && (start(), resync()));
if (url) start();
