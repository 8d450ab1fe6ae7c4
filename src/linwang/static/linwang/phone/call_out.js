// Call-outs on the phone: come or not, there, left; a leader signs for the team. Kept and sent like every other act.
import * as forms from "./forms.js";
import { say } from "./words.js";

const root = document.getElementById("phone");
const ANSWERS = new Set(["coming", "not_coming", "here", "left"]);
const laneOf = (called) => -Number(called); // orders count upwards from one: call-outs have lanes of their own

const rowOf = (called) => document.querySelector(`[data-called="${Number(called)}"]`);

function tap({ target }) {
  const button = target.closest("[data-call-act]");
  if (!button || button.disabled) return;
  const row = button.closest("[data-called]");
  const { called, status } = row.dataset;
  for (const one of row.querySelectorAll(":scope > .call-acts [data-call-act]")) one.disabled = true;
  navigator.vibrate?.(40);
  const body = { called, minutes: button.dataset.minutes ?? "", before: status };
  forms.put({ assignment: laneOf(called), act: button.dataset.callAct, body });
}

// The form of the leader is for the team of the button that opened it, whatever was being typed before.
let team = "";
function aim({ target }) {
  team = target.closest("[data-rescued-team]")?.dataset.rescuedTeam ?? team;
}
function take({ target }) {
  if (target.matches('[data-act-form="rescued"]')) target.elements.namedItem("team").value = team;
}

// What it was said about is not so any more: it is told, and nothing has to wait for it.
export function isOvertaken({ act, body }) {
  return ANSWERS.has(act) && rowOf(body.called)?.dataset.status !== body.before;
}

export function paint(acts) {
  for (const row of document.querySelectorAll("[data-called]")) {
    const waiting = acts.filter(({ assignment, state }) => assignment === laneOf(row.dataset.called) && state === "waiting");
    const line = row.querySelector(":scope > [data-call-waiting]");
    line.textContent = waiting.length ? `${say(waiting.at(-1).act)} · ${say("to_send")}` : "";
    line.hidden = !waiting.length;
    for (const button of row.querySelectorAll(":scope > .call-acts [data-call-act]")) button.disabled = waiting.length > 0;
  }
}

export function start() {
  root.addEventListener("click", tap);
  root.addEventListener("click", aim);
  document.addEventListener("submit", take, { capture: true });
}
