// The theme, changed at once and kept for the person.
import { send } from "./forms.js";

export function startLook() {
  const menu = document.querySelector("[data-look]");
  const root = document.documentElement;
  const mark = () => {
    for (const choice of menu?.querySelectorAll("[data-theme-choice]") ?? []) {
      const chosen = choice.dataset.themeChoice === root.dataset.theme;
      choice.classList.toggle("active", chosen);
      choice.setAttribute("aria-pressed", chosen);
    }
  };
  menu?.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!theme) return;
    root.dataset.theme = theme;
    document.dispatchEvent(new Event("linwang:theme"));
    mark();
    send(menu.dataset.look, { body: new URLSearchParams({ theme }), headers: { "X-Linwang-Form": "1" } });
  });
  mark();
}
