// The phone page: one order, what was done about it, and what of that is still to be sent.
import { showRefusal } from "../forms.js";
import * as callOut from "./call_out.js";
import * as caller from "./caller.js";
import * as forms from "./forms.js";
import { paintLine } from "./line.js";
import * as map from "./map.js";
import * as offline from "./offline.js";
import { accept, assignmentOf, current, isOvertaken, paint } from "./order.js";
import * as photo from "./photo.js";
import * as position from "./position.js";
import * as queue from "./queue.js";
import * as refresh from "./refresh.js";
import { say } from "./words.js";

const root = document.getElementById("phone");

async function paintAll() {
  const { mine } = await queue.waiting();
  paint(mine);
  callOut.paint(mine);
}

async function repaint({ sent = 0 } = {}) {
  if (sent) await refresh.refresh();
  await paintAll();
  await paintLine({ sent });
}

function tap({ target }) {
  const stage = target.closest("[data-act]");
  if (!stage || stage.disabled) return;
  stage.disabled = true;
  navigator.vibrate?.(40);
  forms.put({ assignment: assignmentOf(current()), act: stage.dataset.act });
}

function tick({ target }) {
  if (!target.matches("[data-step]")) return;
  forms.put({ assignment: assignmentOf(current()), act: target.checked ? "tick" : "untick", body: { step: target.dataset.step } });
}

// Going off duty would leave what waits to nobody.
function leave(event) {
  const n = Number(document.body.dataset.waiting ?? 0);
  if (!n || !event.target.matches("[data-off-duty-form]")) return;
  event.preventDefault();
  showRefusal(event.target, { sentence: say("finish_sending", { n }) });
}

// Signed out, nothing of the last order stays on the phone; what waits to be sent does.
function signOut({ target }) {
  if (target.action?.includes("/logout/")) window.caches?.delete("duty-pages-1");
}

function filterUnits({ target }) {
  if (!target.matches("[data-filter-units]")) return;
  const words = target.value.trim().toLowerCase();
  for (const unit of document.querySelectorAll("[data-unit-name]")) {
    unit.hidden = !unit.dataset.unitName.toLowerCase().includes(words);
  }
}

root.addEventListener("click", tap);
root.addEventListener("change", tick);
root.addEventListener("input", filterUnits);
document.addEventListener("submit", leave, { capture: true });
document.addEventListener("submit", signOut, { capture: true });
queue.onChange(repaint);
queue.onAccepted(accept);
queue.askWhetherOvertaken(async (act) => (await refresh.refresh()) && (isOvertaken(act) || callOut.isOvertaken(act)));
refresh.onShown(async () => {
  await paintAll();
  position.paint();
  map.start();
});
for (const part of [forms, callOut, caller, photo, position, refresh, map]) part.start();
await repaint();
queue.start();
offline.start(root.dataset.worker);
