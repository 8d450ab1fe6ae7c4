// The page of one incident: acts without leaving it, parts that change by themselves, nothing typed is lost.
import { clearRefusal, renewKeys, send, showRefusal } from "./forms.js";
import { glow, isPointedAt, onNotice, onResync } from "./live.js";
import { refreshTimes } from "./times.js";
import { toast } from "./toasts.js";
import { word } from "./words.js";

const QUIET_MS = 150;
const UNIT_QUIET_MS = 1500;
const CALL_OUT_EVERY_MS = 30000; // who is silent or late is told by the clock alone
const page = document.getElementById("incident");

// --- Parts -------------------------------------------------------------------------------------------------------

const isBusy = (part) =>
  part.querySelector("input[type=text]:focus, input:not([type]):focus, textarea:focus, select:focus")
  || part.closest("dialog[open]");
const isHovered = (part) => [...part.children].some(isPointedAt);

let waiting = null;
let waitingUntil = 0;
let asking = false;
let again = false;
const late = new Set();

// A notice that can wait never puts off one that cannot.
function refreshSoon(delay = QUIET_MS) {
  const at = Date.now() + delay;
  if (waiting && waitingUntil <= at) return;
  clearTimeout(waiting);
  waitingUntil = at;
  waiting = setTimeout(() => (waiting = null, refresh()), delay);
}

async function refresh({ own = false } = {}) {
  if (!page) return;
  if (asking) return void (again = true);
  asking = true;
  try {
    const answer = await send(page.dataset.parts, { method: "GET", headers: own ? {} : { "X-Linwang-Passive": "1" } });
    if (answer.ok) change(new DOMParser().parseFromString(await answer.text(), "text/html"), own);
  } catch {
    // The line at the top says that the network is gone; the next notice asks again.
  } finally {
    asking = false;
    if (again) again = false, refreshSoon();
  }
}

function change(fresh, own) {
  for (const part of page.querySelectorAll("[data-part]")) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next || next.dataset.mark === part.dataset.mark) continue;
    if (isBusy(part) || (!own && isHovered(part))) late.add(part.dataset.part);
    else replace(part, next, own);
  }
  if (late.size) setTimeout(() => (late.clear(), refreshSoon()), 2000);
}

function replace(part, next, own) {
  const picked = new Set([...part.querySelectorAll("input[type=checkbox]:checked")].map((box) => `${box.name}=${box.value}`));
  const focused = describe(document.activeElement, part);
  part.replaceChildren(...next.childNodes);
  part.dataset.mark = next.dataset.mark;
  for (const box of part.querySelectorAll("input[type=checkbox]:not(:disabled)")) {
    if (picked.has(`${box.name}=${box.value}`)) box.checked = true;
  }
  window.htmx?.process(part);
  refreshTimes(part);
  if (focused) find(part, focused)?.focus({ preventScroll: true });
  if (!own) for (const child of part.children) glow(child);
}

// The button that had the focus keeps it, also when it was drawn anew.
function describe(element, part) {
  if (!element || !part.contains(element)) return null;
  const form = element.closest("form");
  return { form: form?.getAttribute("action"), hidden: form?.querySelector("input[type=hidden]:not([name=key]):not([name=csrfmiddlewaretoken])")?.value, name: element.name, open: element.dataset.open };
}

function find(part, { form, hidden, name, open }) {
  for (const one of part.querySelectorAll("button")) {
    if (open && one.dataset.open === open) return one;
    const its = one.closest("form");
    const value = its?.querySelector("input[type=hidden]:not([name=key]):not([name=csrfmiddlewaretoken])")?.value;
    if (!open && its && value === hidden && (its.getAttribute("action") === form || name === "")) return one;
  }
  return null;
}

// --- Acts --------------------------------------------------------------------------------------------------------

function bodyOf(form, submitter) {
  const body = new FormData(form, submitter);
  if (submitter?.hasAttribute("data-only")) {
    body.delete(submitter.name);
    body.append(submitter.name, submitter.value);
  }
  body.append("device_at", new Date().toISOString());
  return body;
}

async function act(event) {
  const form = event.target;
  if (!form.matches("form[data-act]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  try {
    await answerTo(form, event.submitter);
  } catch {
    showRefusal(form, { sentence: word("not_sent") });
  } finally {
    delete form.dataset.sending;
  }
}

async function answerTo(form, submitter) {
  const headers = { "X-Linwang-Form": "1", Accept: "application/json" };
  const answer = await send(form.action, { body: bodyOf(form, submitter), headers });
  if (answer.status === 423) return location.reload();
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok || !said.go) {
    return showRefusal(form, { sentence: said.refusal ?? word("went_wrong"), fields: said.fields });
  }
  done(form, said);
}

function done(form, said) {
  clearRefusal(form);
  form.reset();
  renewKeys(form);
  form.closest("dialog")?.close();
  toast(said.said, said.undo ? { undo: said.undo } : {});
  if (page) refresh({ own: true });
  else location.assign(said.go);
}

async function showCaller(event) {
  const form = event.target;
  if (!form.matches("form[data-caller]")) return;
  event.preventDefault();
  const place = form.querySelector("[data-caller-shown]");
  try {
    const answer = await send(form.action, { body: new FormData(form), headers: { Accept: "text/html, application/json;q=0.5", "HX-Request": "true" } });
    const html = await answer.text();
    if (!answer.ok) return showRefusal(form, { html });
    clearRefusal(form);
    renewKeys(form);
    place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  } catch {
    showRefusal(form, { sentence: word("not_sent") });
  }
}

// --- Dialogs -----------------------------------------------------------------------------------------------------

function clicked(event) {
  const why = event.target.closest("[data-why]");
  if (why) return toast(why.dataset.why);
  event.target.closest("[data-close]")?.closest("dialog")?.close();
  const opener = event.target.closest("[data-open]");
  document.getElementById(event.target.closest("[data-show]")?.dataset.show)?.classList.toggle("is-shown");
  if (opener) fill(document.getElementById(opener.dataset.open), opener);
}

function fill(dialog, opener) {
  if (!dialog) return;
  for (const [name, value] of Object.entries(opener.dataset)) {
    if (!name.startsWith("fill")) continue;
    const field = name.slice(4).toLowerCase();
    if (field === "action") dialog.querySelector("form").action = value;
    const input = dialog.querySelector(`input[type=hidden][name="${field}"], select[name="${field}"]`);
    if (input) input.value = value;
    const shown = dialog.querySelector(`[data-filled="${field}"]`);
    if (shown) shown.textContent = value;
  }
}

// What was shown of a caller does not stay behind a closed dialog.
function closed({ target }) {
  target.querySelector?.("[data-caller-shown]")?.replaceChildren();
  if (target.querySelector?.("#correct-body")) target.querySelector("#correct-body").replaceChildren();
  if (late.size) refreshSoon();
}

function filterOffers({ target }) {
  if (!target.matches("[data-filter-offers]")) return;
  for (const row of target.form.querySelectorAll(".offer")) row.hidden = !row.textContent.includes(target.value.trim());
}

function typed(event) {
  if (!event.target.matches?.("[data-submits]") || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

// --- Start -------------------------------------------------------------------------------------------------------

const main = document.getElementById("main");
main.addEventListener("submit", act);
main.addEventListener("submit", showCaller);
main.addEventListener("click", clicked);
main.addEventListener("close", closed, true);
main.addEventListener("input", filterOffers);
main.addEventListener("keydown", typed);
if (page) {
  onNotice(({ kind, reference }) => {
    if (kind === "incident" && reference === page.dataset.number) refreshSoon();
    if (kind === "unit" && !page.dataset.callOut) refreshSoon(UNIT_QUIET_MS);
    if (kind === "call_out" && reference === page.dataset.callOut) refreshSoon();
  });
  onResync(() => refreshSoon());
  if (page.dataset.callOut) setInterval(() => document.hidden || refresh(), CALL_OUT_EVERY_MS);
}
if (location.hash.endsWith("-dialog")) document.querySelector(`dialog${location.hash}`)?.showModal();
