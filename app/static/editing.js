// What is being filled in on a part of the screen is left alone by frames, until it is sent or closed.

/** Wire folds and forms marked with ``data-form``. */
export function editing() {
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("details[data-form]")) target.toggleAttribute("data-editing", target.open);
  }, true);
  document.addEventListener("input", ({ target }) => {
    target.closest("form[data-form]")?.toggleAttribute("data-editing", true);
  });
  document.addEventListener("submit", ({ target: form }) => {
    const fold = form.closest("details[data-form]");
    if (fold) {
      fold.toggleAttribute("data-editing", false);
      fold.open = false;
    }
    if (!form.matches("form[data-form]")) return;
    form.toggleAttribute("data-editing", false);
    form.reset();
  });
}
