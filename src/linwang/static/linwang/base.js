// What every page does; each part is a small module of its own.
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startLook } from "./look.js";
import { refreshTimes, startTimes } from "./times.js";
import { startToasts } from "./toasts.js";

startForms();
startKeys();
startLook();
startTimes();
startToasts();
document.addEventListener("htmx:after:swap", () => refreshTimes());
