// Times that stay true while a page is open: the server's clock, "12 minutes ago", and deadlines.
import { word } from "./words.js";

const ZONE = "Asia/Shanghai";
const format = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hourCycle: "h23", ...options });
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const SECONDS = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = format({ month: "2-digit", day: "2-digit" });
let offset = 0; // milliseconds that the server's clock is ahead of this machine's

export const now = () => new Date(Date.now() + offset);
export const clockTime = (moment) => CLOCK.format(moment);

export function setServerTime(moment) {
  offset = moment - Date.now();
}

function day(moment) {
  const parts = Object.fromEntries(DAY.formatToParts(moment).map((part) => [part.type, part.value]));
  return `${parts.month}-${parts.day}`;
}

function short(moment) {
  const minutes = Math.floor((now() - moment) / 60000);
  if (minutes >= 0 && minutes < 1) return word("just_now");
  if (minutes > 0 && minutes < 60) return word("minutes_ago", { n: minutes });
  return day(moment) === day(now()) ? CLOCK.format(moment) : `${day(moment)} ${CLOCK.format(moment)}`;
}

function span(minutes) {
  if (minutes < 100) return word("minutes", { n: minutes });
  if (minutes < 48 * 60) return word("hours", { n: Math.floor(minutes / 60) });
  return word("days", { n: Math.floor(minutes / 1440) });
}

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function refreshDue(mark) {
  const late = now() - new Date(mark.dataset.due);
  const isOver = late >= 0;
  const n = span(Math.max(1, Math.floor(Math.abs(late) / 60000)));
  setText(mark.querySelector(".due-clock"), word(isOver ? "over" : "left", { n }));
  if (isOver === mark.classList.contains("is-over")) return;
  mark.classList.toggle("is-over", isOver);
  const use = mark.querySelector("use");
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, isOver ? "#alarm" : "#clock"));
  mark.dispatchEvent(new CustomEvent("linwang:due", { bubbles: true, detail: { isOver } }));
}

export function refreshTimes(root = document) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-clock], [data-fixed])")) {
    setText(time, short(new Date(time.dateTime)));
  }
  for (const mark of root.querySelectorAll("[data-due]")) refreshDue(mark);
}

export function startTimes() {
  const clock = document.querySelector("[data-clock]");
  if (clock) setServerTime(new Date(clock.dateTime));
  setInterval(() => setText(clock, SECONDS.format(now())), 1000);
  setInterval(refreshTimes, 15000);
  refreshTimes();
}
