// The order as the person left it: the server's state, and on top of it what they did that is still to be sent.
import { say } from "./words.js";

const AFTER = { sign: "acknowledged", leave: "en_route", arrive: "on_scene", outcome: "reported" };
const STEPS = ["sent", "acknowledged", "en_route", "on_scene", "reported"];
const OPEN_FROM = { sign: ["sent"], leave: ["acknowledged"], arrive: ["acknowledged", "en_route"] };
const rank = (status) => STEPS.indexOf(status);

export const current = () => document.querySelector("[data-order]");
export const assignmentOf = (order) => Number(order?.dataset.order ?? 0);

function ofOrder(order, acts) {
  return acts.filter((act) => act.assignment === assignmentOf(order) && act.state === "waiting");
}

export function statusAfter(order, acts) {
  return ofOrder(order, acts).reduce((status, { act }) => AFTER[act] ?? status, order.dataset.status);
}

// The server took it: so it stands until the page is asked for again.
export function accept({ act, assignment, body }) {
  const order = current();
  if (!order || assignmentOf(order) !== assignment) return;
  order.dataset.status = AFTER[act] ?? order.dataset.status;
  const step = act === "tick" || act === "untick" ? order.querySelector(`[data-step="${CSS.escape(body.step)}"]`) : null;
  if (step) step.defaultChecked = act === "tick";
}

// Whether the server says already what the act would have said.
export function isOvertaken({ act, assignment, body }) {
  const order = current();
  if (!order || assignmentOf(order) !== assignment) return false;
  if (act in OPEN_FROM) return rank(order.dataset.status) >= rank(AFTER[act]);
  if (act !== "tick" && act !== "untick") return false;
  const step = order.querySelector(`[data-step="${CSS.escape(body.step)}"]`);
  return Boolean(step) && step.defaultChecked === (act === "tick");
}

export function paint(acts) {
  const order = current();
  if (!order) return;
  const status = statusAfter(order, acts);
  const mine = ofOrder(order, acts);
  const stages = [...order.querySelectorAll("[data-act]")];
  const next = stages.find((button) => rank(button.dataset.to) > rank(status));
  for (const button of stages) paintStage(button, { status, mine, isNext: button === next });
  paintOutcome(order, status);
  for (const box of order.querySelectorAll("[data-step]")) paintStep(box, mine);
}

function paintStage(button, { status, mine, isNext }) {
  const { act, to } = button.dataset;
  const isWaiting = mine.some((one) => one.act === act);
  button.classList.toggle("is-done", rank(to) <= rank(status));
  button.classList.toggle("is-next", isNext);
  button.classList.toggle("is-waiting", isWaiting);
  button.disabled = !OPEN_FROM[act].includes(status);
  button.toggleAttribute("aria-current", isNext);
  const at = button.querySelector(".act-at");
  at.dataset.server ??= at.textContent.trim();
  at.textContent = isWaiting ? say("to_send") : at.dataset.server;
}

function paintOutcome(order, status) {
  const outcome = order.querySelector("[data-outcome]");
  outcome.hidden = status !== "on_scene";
  order.classList.toggle("is-on-scene", status === "on_scene");
  order.classList.toggle("is-reported", status === "reported");
  let line = order.querySelector("[data-reported]");
  if (status !== "reported") return line?.remove();
  if (line) return;
  line = Object.assign(document.createElement("p"), { className: "order-reported", textContent: say("reported") });
  line.dataset.reported = "";
  order.querySelector(".order-acts").prepend(line);
}

function paintStep(box, mine) {
  const last = mine.findLast(({ act, body }) => (act === "tick" || act === "untick") && body.step === box.dataset.step);
  box.checked = last ? last.act === "tick" : box.defaultChecked;
}
