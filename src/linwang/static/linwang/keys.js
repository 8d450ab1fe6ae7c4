// The keyboard of the desk. A page marks what its keys do: `data-key` on a link or button, `data-rows` on a list
// whose `[data-row]` are walked with j and k, `data-back` on the link that Esc follows.

const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable=true]");

function nameOf(event) {
  const parts = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.metaKey && "Meta"].filter(Boolean);
  const key = event.key.length === 1 && event.altKey ? event.code.replace(/^Key|^Digit/, "") : event.key;
  return [...parts, key].join("+");
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent !== null);
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + by))];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function openRow(row) {
  const link = row.matches("a") ? row : row.querySelector("a[href]");
  link?.click();
}

function search() {
  const field = document.querySelector("[data-search]");
  if (field) return field.focus();
  const page = document.body.dataset.searchPage;
  if (page) location.assign(page);
}

function back(event) {
  if (document.querySelector("dialog[open]")) return;
  if (typing(event.target)) return event.target.blur();
  const row = document.activeElement?.closest("[data-row]");
  if (row) return row.blur();
  document.querySelector("main [data-back]")?.click();
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  "/": (event) => (event.preventDefault(), search()),
  "?": () => document.getElementById("key-map")?.showModal(),
};

function pressed(event) {
  if (event.isComposing || event.defaultPrevented) return;
  const name = nameOf(event);
  if (name === "Escape") return back(event);
  const marked = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === name);
  const plain = name.length === 1 || name === "Enter";
  if (plain && typing(event.target)) return;
  if (marked && !marked.disabled) return event.preventDefault(), marked.click();
  if (name === "Enter" && event.target.matches?.("[data-row]")) return openRow(event.target);
  if (!document.querySelector("dialog[open]")) ACTS[name]?.(event);
}

export function startKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    event.target.closest("[data-close]")?.closest("dialog")?.close();
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, select, label")) openRow(row);
    if (event.target.closest("[data-print]")) print();
  });
}
