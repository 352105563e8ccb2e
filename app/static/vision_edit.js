// The form of a vision: whoever leaves it with something that is not saved is asked first, and Enter in a search
// presses the search's own button, which comes back to its place; without scripts it comes back to the top.
import { isFilled } from "./filled.js";

for (const form of document.querySelectorAll("[data-unsaved]")) {
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => {
    if (!sent && (form.dataset.unsaved || isFilled(form))) event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[name^='find.']")) return;
    event.preventDefault();
    form.requestSubmit(event.target.nextElementSibling);
  });
}
