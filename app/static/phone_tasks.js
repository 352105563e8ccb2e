// What a step asks for beside statements: forms whose words are kept while they are typed, and come back if refused.
import { fieldsOf, giveBack } from "./filled.js";

/** Wire the forms marked with ``data-keep``. ``stage`` gives what the room asks for now. */
export function tasks(live, kept, stage) {
  const forms = [...document.querySelectorAll("form[data-keep]")];
  const nameOf = (form) => form.getAttribute("id"); // form.id is the field of that name
  const problemOf = (form) => form.querySelector("[data-problem]");

  function keep(form) {
    const typed = Object.fromEntries(fieldsOf(form).filter(({ value }) => value).map(({ name, value }) => [name, value]));
    const text = form.querySelector("textarea").value.trim();
    form.toggleAttribute("data-typed", text !== "");
    kept.task(nameOf(form), text ? typed : null);
  }

  function fill(form, values) {
    for (const field of fieldsOf(form)) if (values[field.name]) field.value = values[field.name];
    keep(form);
  }

  function say(form, text) {
    problemOf(form).textContent = text;
    problemOf(form).hidden = !text;
  }

  /** Only the places of this board, the first one chosen where another was. */
  function offer() {
    const places = (stage().places ?? "").split(" ").filter(Boolean);
    const select = document.getElementById("placed-place");
    if (!places.length) return;
    for (const option of select.options) option.hidden = option.disabled = !places.includes(option.value);
    if (!places.includes(select.value)) select.value = places[0];
  }

  for (const form of forms) {
    fill(form, kept.task(nameOf(form)) ?? {});
    form.addEventListener("input", () => { say(form, ""); keep(form); });
  }
  live.addEventListener("frame", offer);
  offer();

  return {
    /** The vote that this press makes: what is on its way already counts, as its answer may not have come yet. */
    vote(button) {
      const { ballot, votes, chosen: painted, several } = button.closest(".ballot").dataset;
      const onItsWay = live.outbox.findLast((command) => command.type === "cast_vote" && command.ballot === ballot);
      const chosen = onItsWay ? [...onItsWay.options] : painted.split(" ").filter(Boolean);
      const { option } = button.dataset;
      const at = chosen.lastIndexOf(option);
      const less = "less" in button.dataset || (at >= 0 && (several === undefined || chosen.length >= Number(votes)));
      if (less && at >= 0) chosen.splice(at, 1);
      else if (chosen.length < Number(votes)) chosen.push(option);
      button.setAttribute("aria-pressed", String(chosen.includes(option)));
      return { type: "cast_vote", ballot, options: chosen };
    },

    /** Whether something has been typed that was not sent. */
    get typed() { return forms.some((form) => form.hasAttribute("data-typed")); },

    /** It has been sent: the form is empty for the next. */
    sent(form) {
      if (!forms.includes(form)) return;
      form.reset();
      say(form, "");
      keep(form);
      offer();
      form.querySelector("textarea").focus();
    },

    /** Put refused words back where they were typed, before any that have been typed since. False where no form is theirs. */
    giveBack(command, message) {
      const form = forms.find((one) => one.elements.type.value === command.type);
      if (!form) return false;
      giveBack(form, command);
      keep(form);
      offer();
      say(form, message);
      return true;
    },
  };
}
