// What is being filled in on a part of the screen is left alone by frames, until it is sent or closed.
import { isFilled } from "./filled.js";

/** Wire folds and forms marked with ``data-form``. */
export function editing() {
  document.addEventListener("toggle", ({ target: fold }) => {
    if (!fold.matches("details[data-form]")) return;
    fold.toggleAttribute("data-editing", fold.open || [...fold.querySelectorAll("form")].some(isFilled));
  }, true);
  document.addEventListener("input", ({ target }) => {
    target.closest("form[data-form]")?.toggleAttribute("data-editing", true);
  });
  document.addEventListener("reset", ({ target: form }) => leave(form));
  document.addEventListener("submit", ({ target: form }) => {
    leave(form);
    if (form.matches("form[data-form]")) form.reset();
  });
}

function leave(form) {
  if (form.matches("form[data-form]")) form.toggleAttribute("data-editing", false);
  const fold = form.closest("details[data-form]");
  if (!fold) return;
  if (fold.contains(document.activeElement)) fold.querySelector("summary").focus({ preventScroll: true });
  fold.toggleAttribute("data-editing", false);
  fold.open = false;
}
