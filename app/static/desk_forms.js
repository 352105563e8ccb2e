// The desk's forms: what was filled in is sent once, however often it is pressed, and stays until it is stored.
import { commandOf } from "./commands.js";
import { fieldsOf, giveBack, holdsWords } from "./filled.js";

const said = ({ id: _, ...rest }) => JSON.stringify(rest);
const asks = (form) => fieldsOf(form).length > 0 || holdsWords(form);

/** Make commands of forms marked with ``data-live="desk"``. */
export function forms(live) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.live !== "desk") return;
    event.preventDefault();
    const command = commandOf(form, event.submitter);
    if (needs(form)) return;
    if (asks(form) && live.outbox.some((other) => said(other) === said(command))) return; // it is on its way
    live.send(command);
    const here = document.activeElement;
    if (holdsWords(form) && form.contains(here)) here.select?.(); // what is typed next takes its place
  });

  /** Whether something is to be ticked before this goes, and nothing is: said beside it, until something is. */
  function needs(form) {
    const missing = "needs" in form.dataset && !form.querySelector("input:checked");
    const said = form.querySelector("[data-problem]");
    if (said) said.hidden = !missing;
    if (missing) said.scrollIntoView({ block: "nearest" });
    return missing;
  }
  for (const what of ["change", "reset"]) {
    document.addEventListener(what, ({ target }) => {
      const said = target.closest("form[data-needs]")?.querySelector("[data-problem]");
      if (said) said.hidden = true;
    });
  }

  // The second half of a double click may come after the answer, when there is something else in the form, or another one
  // where it was. What is pressed twice on purpose is the same both times.
  let pressed = "";
  document.addEventListener("click", (event) => {
    const form = event.target.closest("button")?.form;
    const what = form?.dataset.live === "desk" ? String(form.querySelector("[name=type]")?.value) : "";
    if (event.detail > 1 && what && (what !== pressed || asks(form))) event.preventDefault();
    if (event.detail < 2) pressed = what;
  }, true);

  /** The form in which a command was filled in. */
  function formOf(command) {
    const fits = ({ name, value }) => name === "as" || name === "id" || (command[name] ?? "") === value;
    return [...document.querySelectorAll('form[data-live="desk"]')].find((form) =>
      holdsWords(form) &&
      [...form.querySelectorAll("[type=hidden]")].every(fits) &&
      fieldsOf(form).every(({ name }) => name in command));
  }

  return {
    /** It is stored: the form is as it was, unless it has been filled in otherwise since. */
    done(command) {
      const form = formOf(command);
      if (form && said(commandOf(form)) === said(command)) form.reset();
    },

    /** Put refused words back where they were typed; those that have no form any more are returned. */
    giveBack(command) {
      const form = formOf(command);
      if (!form) return [command.title, command.text, command.vision, command.signs, command.who].filter(Boolean).join(" · ");
      giveBack(form, command);
      const left = form.closest("details[data-form], form[data-form]");
      left?.toggleAttribute("data-editing", true); // frames leave it alone
      if (left?.matches("details")) left.open = true;
      return "";
    },
  };
}
