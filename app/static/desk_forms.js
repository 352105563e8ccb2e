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
    if (asks(form) && live.outbox.some((other) => said(other) === said(command))) return; // it is on its way
    live.send(command);
    const here = document.activeElement;
    if (holdsWords(form) && form.contains(here)) here.select?.(); // what is typed next takes its place
  });

  // The second half of a double click may come after the answer, when there is something else in the form.
  document.addEventListener("click", (event) => {
    const form = event.target.closest("button")?.form;
    if (event.detail > 1 && form?.dataset.live === "desk" && asks(form)) event.preventDefault();
  });

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
