// The page of a call-out: how many are chosen for a team, who may lead it, the link to copy; time alone changes it too.
import { toast } from "./toasts.js";

const page = document.getElementById("incident");

const chosen = () => page.querySelectorAll('input[name="members"]:checked').length;

function countChosen() {
  const button = page.querySelector("[data-team-count]");
  const n = chosen();
  const words = button?.querySelector("span");
  if (!words) return;
  words.dataset.none ??= words.textContent;
  const said = n ? button.dataset.teamCount.replace("{n}", n) : words.dataset.none;
  if (words.textContent !== said) words.textContent = said; // the page is watched for changes
  button.classList.toggle("btn-primary", n > 0);
}

// What stands in the list goes into the dialog: the task, the place, and who of the team may lead.
function fill({ target }) {
  const opener = target.closest("[data-open='change-team-dialog']");
  if (!opener) return;
  const dialog = document.getElementById("change-team-dialog");
  for (const name of ["task", "place"]) dialog.querySelector(`[name=${name}]`).value = opener.dataset[`value${name[0].toUpperCase()}${name.slice(1)}`];
  const leaders = dialog.querySelector("[data-leaders]");
  leaders.replaceChildren(leaders.options[0]);
  for (const one of opener.closest("li").querySelectorAll("[data-may-lead]")) leaders.add(new Option(one.dataset.name, one.dataset.mayLead));
}

async function copy({ target }) {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy).catch(() => null);
  toast(button.dataset.copied);
}

page.addEventListener("change", countChosen);
page.addEventListener("click", fill);
page.addEventListener("click", copy);
new MutationObserver(countChosen).observe(page, { childList: true, subtree: true });
