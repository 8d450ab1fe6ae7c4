// Sharing the position from this page: only if the person wishes, only on duty, only while the page is open.
import { send } from "../forms.js";
import { say } from "./words.js";

const CHOICE = "linwang-share-position";
const EVERY_MS = 15000;
const url = document.getElementById("phone").dataset.position;
let watch = null;
let sentAt = 0;
let failed = false;

const isOnDuty = () => Boolean(document.querySelector("[data-crew]"));
const isWished = () => localStorage.getItem(CHOICE) === "yes";

async function report({ coords: { longitude: lon, latitude: lat, accuracy } }) {
  if (Date.now() - sentAt < EVERY_MS || !isOnDuty()) return;
  sentAt = Date.now();
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  await send(url, { body: JSON.stringify({ lon, lat, accuracy }), headers }).catch(() => null);
}

function refuse() {
  failed = true;
  stop();
}

function stop() {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
  paint();
}

function follow() {
  if (watch !== null || !isOnDuty() || !isWished()) return;
  failed = false;
  watch = navigator.geolocation?.watchPosition(report, refuse, { enableHighAccuracy: true, maximumAge: 5000 }) ?? null;
}

export function paint() {
  if (!isOnDuty()) localStorage.removeItem(CHOICE);
  const button = document.querySelector("[data-share]");
  if (!button) return;
  button.setAttribute("aria-pressed", String(watch !== null));
  const said = failed ? "sharing_failed" : watch !== null ? "sharing" : "not_sharing";
  document.querySelector("[data-share-state]").textContent = say(said);
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-share]")) return;
    localStorage.setItem(CHOICE, watch === null ? "yes" : "no");
    if (watch === null) follow();
    else stop();
    paint();
  });
  follow();
  paint();
}
