// What is being filled in on a part of the screen is left alone by frames, until it is sent or closed.
import { holdsWords, isFilled } from "./filled.js";

/** Wire folds and forms marked with ``data-form``. */
export function editing() {
  document.addEventListener("toggle", ({ target: fold }) => {
    if (!fold.matches("details[data-form]")) return;
    fold.toggleAttribute("data-editing", fold.open || [...fold.querySelectorAll("form")].some(isFilled));
  }, true);
  document.addEventListener("input", ({ target }) => {
    target.closest("form[data-form]")?.toggleAttribute("data-editing", true);
  });
  document.addEventListener("submit", ({ target: form }) => leave(form, !holdsWords(form))); // words stay until they are stored
  document.addEventListener("reset", ({ target: form }) => leave(form, true));
}

/** Frames may put it again; a fold in which nothing else is filled in closes. */
function leave(form, close) {
  if (form.matches("form[data-form]")) form.toggleAttribute("data-editing", false);
  const fold = form.closest("details[data-form]");
  if (!fold || [...fold.querySelectorAll("form")].some((other) => other !== form && isFilled(other))) return;
  fold.toggleAttribute("data-editing", false);
  if (!close) return;
  if (fold.contains(document.activeElement)) fold.querySelector("summary").focus({ preventScroll: true });
  fold.open = false;
}
