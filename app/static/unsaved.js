// Whoever leaves a form with something in it that is not saved yet is asked first.
import { isFilled } from "./filled.js";

for (const form of document.querySelectorAll("[data-unsaved]")) {
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => {
    if (!sent && (form.dataset.unsaved || isFilled(form))) event.preventDefault();
  });
}
