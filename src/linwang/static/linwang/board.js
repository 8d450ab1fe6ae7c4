// The board in the browser: rows that changed are asked again; nothing moves under the pointer.
import { send } from "./forms.js";
import { answered, busy, glow, onNotice, onResync } from "./live.js";
import { createMap } from "./map.js";
import { now, refreshTimes } from "./times.js";
import { word } from "./words.js";

const GATHER_MS = 80;
const MOST_ROWS = 40; // more changes than this at once: the whole list is asked for
const OVERDUE_RAISES = 1.5; // as in incidents/queries/board_filters.py
const board = document.querySelector("[data-board]");
const list = document.getElementById("board-list");
const unitsBox = document.getElementById("board-units");
const isWall = document.body.classList.contains("wall-page");
const changed = new Set();
let gathering = null;
let map = null;

const query = () => new URLSearchParams(location.search);
const rowsBox = () => list.querySelector("[data-rows]");
const rowOf = (number) => list.querySelector(`[data-number="${CSS.escape(number)}"]`);
const isHeld = () => list.matches(":hover") || list.contains(document.activeElement);

async function ask(url, parameters = query()) {
  if (isWall) parameters.set("wall", "1");
  const headers = { "X-Linwang-Passive": "1", "HX-Request": "true" };
  const answer = await send(`${url}?${parameters}`, { method: "GET", headers });
  if (answer.status === 423) location.assign(answer.headers.get("HX-Redirect"));
  if (answer.status === 503) busy(answer);
  if (!answer.ok) throw new Error(answer.status);
  answered();
  return answer;
}

async function askHtml(url, parameters) {
  const text = await (await ask(url, parameters)).text();
  return new DOMParser().parseFromString(`<div>${text}</div>`, "text/html").body.firstElementChild;
}

/* The list */

function showList(fresh) {
  const focused = document.activeElement?.closest("[data-number]")?.dataset.number;
  const top = list.scrollTop;
  list.replaceChildren(...fresh.childNodes);
  list.scrollTop = top;
  if (focused) rowOf(focused)?.querySelector("[data-row]").focus({ preventScroll: true });
  markOverdue();
  refreshTimes(list);
}

async function refreshList() {
  changed.clear();
  showList(await askHtml(board.dataset.listUrl));
  refreshPoints();
}

// After a break of the stream anything may have changed; under a pointer it changes where it stands.
async function catchUp() {
  if (!isHeld()) return refreshList();
  const fresh = await askHtml(board.dataset.listUrl);
  const numbers = new Set([...list.querySelectorAll("[data-number]"), ...fresh.querySelectorAll("[data-number]")].map((row) => row.dataset.number));
  showRows([...numbers], fresh);
}

async function refreshRows() {
  gathering = null;
  const numbers = [...changed];
  changed.clear();
  if (numbers.length > MOST_ROWS) return refreshList();
  const parameters = query();
  for (const number of numbers) parameters.append("n", number);
  showRows(numbers, await askHtml(board.dataset.rowsUrl, parameters));
}

function showRows(numbers, fresh) {
  list.querySelector("[data-chips]").replaceWith(fresh.querySelector("[data-chips]"));
  for (const number of numbers) showRow(number, fresh.querySelector(`[data-number="${CSS.escape(number)}"]`));
  list.querySelector("[data-empty]")?.remove();
  if (!rowsBox().childElementCount) return refreshList();
  settleOrder();
  markOverdue();
  refreshTimes(rowsBox());
}

function showRow(number, fresh) {
  const old = rowOf(number);
  if (!old && !fresh) return;
  if (!fresh) return isHeld() ? later(old.classList.add("is-gone")) : old.remove();
  const isSame = old?.dataset.version === fresh.dataset.version;
  if (old) replaceRow(old, fresh);
  else rowsBox().append(fresh);
  if (!isSame) glow(fresh);
}

function replaceRow(old, fresh) {
  if (Number(old.dataset.version) > Number(fresh.dataset.version)) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("[data-row]").focus({ preventScroll: true });
}

// Rows stand in the order the server gives; a row that changed is put where its urgency says.
function weight(row) {
  const sort = query().get("sort") ?? "urgency";
  const due = Number(row.dataset.dueAt || 1e12);
  if (sort === "newest") return [-Number(row.dataset.rangAt), 0];
  if (sort === "due") return [due, 0];
  return [Number(row.dataset.urgency), due];
}

function settleOrder() {
  if (isHeld()) return later();
  const rows = [...rowsBox().children];
  const sorted = [...rows].sort((one, other) => {
    const [first, second] = weight(one);
    const [otherFirst, otherSecond] = weight(other);
    return first - otherFirst || second - otherSecond;
  });
  if (sorted.some((row, place) => row !== rows[place])) rowsBox().append(...sorted);
}

// While the list is pointed at or walked with the keyboard, the new order waits.
function later() {
  if (list.querySelector(".later")) return;
  list.append(Object.assign(document.createElement("p"), { className: "later", textContent: word("changed_meanwhile") }));
}

function letGo() {
  if (!list.querySelector(".later") || isHeld()) return;
  refreshList().catch(() => {});
}

function countOnWall() {
  for (const [name, chip] of [["total", "all"], ["overdue", "overdue"]]) {
    const place = document.querySelector(`[data-count="${name}"]`);
    const count = list.querySelector(`.chip-${chip} b`);
    if (place && count) place.textContent = count.textContent;
  }
}

function markOverdue() {
  countOnWall();
  for (const row of rowsBox().children) {
    const isOver = Boolean(row.querySelector(".due.is-over"));
    row.classList.toggle("is-over", isOver);
  }
}

// A clock that runs out while one looks on.
function ranOut({ target, detail }) {
  const row = target.closest("[data-number]");
  if (!row) return;
  row.classList.toggle("is-over", detail.isOver);
  if (detail.isOver) row.dataset.urgency = Number(row.dataset.urgency) - OVERDUE_RAISES;
  changed.add(row.dataset.number);
  gathering ??= setTimeout(() => refreshRows().catch(() => {}), GATHER_MS);
}

/* Filters: links and fields change the address; the list follows. */

function go(url) {
  history.pushState(null, "", url);
  refreshList().catch(() => location.assign(url));
  refreshUnits().catch(() => {});
}

function filterClicked(event) {
  const link = event.target.closest("a[data-filter]");
  if (!link || event.ctrlKey || event.metaKey || event.button) return;
  event.preventDefault();
  go(link.href);
}

function filterChanged(form) {
  const chosen = query();
  for (const [name, value] of new FormData(form)) value ? chosen.set(name, value) : chosen.delete(name);
  chosen.delete("page");
  if (chosen.get("sort") === "urgency") chosen.delete("sort");
  go(`${form.action}${chosen.size ? `?${chosen}` : ""}`);
}

function startFilters() {
  const form = document.querySelector("[data-filters]");
  let typing;
  list.addEventListener("click", filterClicked);
  form?.addEventListener("submit", (event) => (event.preventDefault(), filterChanged(form)));
  form?.addEventListener("change", ({ target }) => target.type !== "search" && filterChanged(form));
  form?.addEventListener("input", ({ target }) => {
    if (target.type !== "search") return;
    clearTimeout(typing);
    typing = setTimeout(() => filterChanged(form), 300);
  });
  addEventListener("popstate", () => location.reload());
}

/* Units */

let unitsWait = null;

// A folded group holds no units until it is opened.
function groupOpened({ target }) {
  const isEmpty = target.matches("[data-group][open]") && !target.querySelector(".unit");
  if (isEmpty) refreshUnits({ evenHovered: true }).catch(() => {});
}

async function refreshUnits({ evenHovered = false } = {}) {
  unitsWait = null;
  if (!evenHovered && unitsBox.matches(":hover")) return (unitsWait = setTimeout(() => refreshUnits().catch(() => {}), 1500));
  const open = new Map([...unitsBox.querySelectorAll("[data-state]")].map((one) => [one.dataset.state, one.open]));
  const parameters = query();
  for (const group of unitsBox.querySelectorAll("[data-group][open]")) parameters.append("open", group.dataset.group);
  const fresh = await askHtml(board.dataset.unitsUrl, parameters);
  for (const state of fresh.querySelectorAll("[data-state]")) state.open = open.get(state.dataset.state) ?? state.open;
  const top = unitsBox.scrollTop;
  unitsBox.replaceChildren(...fresh.childNodes);
  unitsBox.scrollTop = top;
  refreshTimes(unitsBox);
}

/* Map */

let pointsWait = null;

async function refreshPoints() {
  pointsWait = null;
  if (!map) return;
  const points = await (await ask(board.dataset.pointsUrl)).json();
  map.setIncidents(points.incidents);
  map.setUnits(points.units);
  const said = document.querySelector("[data-map-said]");
  if (said) said.textContent = "";
}

async function startMap() {
  const place = document.querySelector("[data-map]");
  const points = await (await ask(board.dataset.pointsUrl)).json();
  map = await createMap(place, { baseMap: board.dataset.baseMap, points: [...points.incidents.features, ...points.units.features] });
  if (!map) return;
  map.setIncidents(points.incidents);
  map.setUnits(points.units);
  map.onIncident((number) => pointTo(number));
  list.addEventListener("pointerover", ({ target }) => map.choose(target.closest("[data-number]")?.dataset.number));
  list.addEventListener("focusin", ({ target }) => map.choose(target.closest("[data-number]")?.dataset.number));
  unitsBox.addEventListener("click", ({ target }) => {
    const unit = target.closest("[data-lon]");
    if (unit && !target.closest("a")) map.goTo(Number(unit.dataset.lon), Number(unit.dataset.lat));
  });
}

function pointTo(number) {
  const row = rowOf(number);
  if (!row) return location.assign(`${document.querySelector("[data-filters]")?.action ?? "/incidents/"}${number}/`);
  for (const other of list.querySelectorAll(".is-pointed")) other.classList.remove("is-pointed");
  row.classList.add("is-pointed");
  row.scrollIntoView({ block: "center" });
  if (!isWall) row.querySelector("[data-row]").focus({ preventScroll: true });
}

/* Columns */

function startColumns() {
  const remembered = () => JSON.parse(localStorage.getItem("board-folded") ?? "[]");
  const apply = (folded) => {
    for (const column of board.querySelectorAll("[data-column]")) {
      const isFolded = folded.includes(column.dataset.column);
      column.classList.toggle("is-folded", isFolded);
      column.querySelector(".fold")?.setAttribute("aria-expanded", !isFolded);
    }
    map?.resize();
  };
  if (!isWall) apply(remembered());
  board.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-fold]")?.dataset.fold;
    if (!name) return;
    const before = remembered();
    const folded = before.includes(name) ? before.filter((one) => one !== name) : [...before, name].slice(-2);
    localStorage.setItem("board-folded", JSON.stringify(folded));
    apply(folded);
  });
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => {
      board.dataset.shown = button.dataset.show;
      for (const other of document.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", other === button);
      map?.resize();
    });
  }
}

function heard({ kind, reference }) {
  if (kind === "incident") {
    changed.add(reference);
    gathering ??= setTimeout(() => refreshRows().catch(() => {}), GATHER_MS);
  }
  if (kind !== "incident" && kind !== "unit") return;
  unitsWait ??= setTimeout(() => refreshUnits().catch(() => {}), 500);
  pointsWait ??= setTimeout(() => refreshPoints().catch(() => {}), 700);
}

startColumns();
startFilters();
markOverdue();
startMap().catch((problem) => console.warn("map:", problem));
onNotice(heard);
onResync(() => (catchUp().catch(() => {}), refreshUnits().catch(() => {})));
list.addEventListener("pointerleave", () => setTimeout(letGo, 400));
list.addEventListener("focusout", () => setTimeout(letGo, 400));
document.addEventListener("linwang:due", ranOut);
unitsBox.addEventListener("toggle", groupOpened, { capture: true });
if (isWall) setInterval(() => refreshList().catch(() => {}), 60000 + (now() % 5000));
