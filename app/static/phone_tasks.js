// What a step asks for beside statements, and one's own promises said otherwise: forms whose words are kept while they are
// typed, and come back if refused.
import { fieldsOf, giveBack, isFilled } from "./filled.js";

/** Wire the forms marked with ``data-keep``. ``stage`` gives what the room asks for now. */
export function tasks(live, kept, stage) {
  const all = () => [...document.querySelectorAll("form[data-keep]")];
  const nameOf = (form) => form.getAttribute("id"); // form.id is the field of that name
  const problemOf = (form) => form.querySelector("[data-problem]");
  const foldOf = (form) => form.closest("details"); // of what is there already, and can be said otherwise

  function keep(form) {
    const typed = foldOf(form) ? isFilled(form) : form.querySelector("textarea").value.trim() !== "";
    const said = fieldsOf(form).filter(({ value }) => value || foldOf(form)).map(({ name, value }) => [name, value]);
    form.toggleAttribute("data-typed", typed);
    kept.task(nameOf(form), typed ? Object.fromEntries(said) : null);
  }

  function fill(form, values) {
    for (const field of fieldsOf(form)) if (field.name in values) field.value = values[field.name];
    if (foldOf(form)) open(foldOf(form));
    keep(form);
  }

  /** What came back with the page, refused, is typed words: the form that is there for the next ones is empty. */
  function empties(form) {
    for (const field of fieldsOf(form)) {
      const { value } = field;
      if (value && "defaultValue" in field) Object.assign(field, { defaultValue: "", value });
    }
  }

  function open(fold) {
    fold.open = true;
    fold.toggleAttribute("data-editing", true); // frames leave it alone
  }

  const formOf = ({ type, commitment }) =>
    all().find(({ elements }) => elements.type.value === type && elements.commitment?.value === commitment) ??
    (type === "reword_promise" ? formOf({ type: "promise" }) : undefined); // its card is gone

  const begun = () => all().filter((form) => !foldOf(form) && form.hasAttribute("data-typed"));

  function say(form, text) {
    problemOf(form).textContent = text;
    problemOf(form).hidden = !text;
    if (text && !foldOf(form)) form.dataset.refused = stage().kind;
  }

  /** Refused words stay in sight until the room has gone on from where that was heard: then they are kept for their step. */
  function settle(form) {
    const { refused, for: own } = form.dataset;
    const now = stage().kind;
    if (refused === undefined || refused === now) return;
    if (refused === own) form.dataset.refused = now; // it was heard before the step that it came too late for
    else forget(form);
  }

  function forget(form) {
    say(form, "");
    delete form.dataset.refused;
  }

  /** What has just been stored, where it was typed: its card, of this id, may stand out of sight. */
  function receive(form, words, of = "") {
    const receipt = form.querySelector("[data-receipt]");
    if (!receipt) return;
    receipt.querySelector("[data-words]").textContent = words;
    receipt.hidden = !words;
    receipt.dataset.of = of;
    delete receipt.dataset.seen;
    if (words) receipt.scrollIntoView({ block: "nearest" });
  }

  /** What is said to be stored says what its card does, in other words too, and nothing once that is gone. */
  function follow() {
    for (const receipt of document.querySelectorAll("[data-receipt]:not([hidden])")) {
      const card = document.getElementById(receipt.dataset.of);
      const words = receipt.querySelector("[data-words]");
      if (card) {
        const now = card.querySelector(".words").textContent;
        if (words.textContent !== now) words.textContent = now;
        receipt.dataset.seen = "";
      } else if ("seen" in receipt.dataset) receipt.hidden = true;
    }
  }

  /** Only the places of this board, the first one chosen where another was. */
  function offer() {
    const places = (stage().places ?? "").split(" ").filter(Boolean);
    const select = document.getElementById("placed-place");
    if (!places.length) return;
    for (const option of select.options) option.hidden = option.disabled = !places.includes(option.value);
    if (!places.includes(select.value)) select.value = places[0];
  }

  for (const form of all()) {
    const typed = kept.task(nameOf(form));
    if (!foldOf(form)) empties(form);
    if ("refused" in form.dataset) form.dataset.refused = stage().kind;
    if (typed) fill(form, typed);
    else if (!foldOf(form)) keep(form);
  }
  document.addEventListener("input", ({ target: { form } }) => {
    if (!form?.matches("[data-keep]")) return;
    say(form, "");
    receive(form, "");
    keep(form);
  });
  document.addEventListener("reset", ({ target: form }) => {
    if (!form.matches("[data-keep]")) return;
    forget(form);
    form.toggleAttribute("data-typed", false);
    kept.task(nameOf(form), null);
  });
  live.addEventListener("frame", () => { offer(); all().forEach(settle); follow(); });
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

    /** Whether something stands in an open form that was not sent. */
    get typed() { return begun().some((form) => form.checkVisibility()); },

    /** Whether something is kept for its step that was not sent. */
    get begun() { return begun().some((form) => !form.checkVisibility()); },

    /** Whether something has been said otherwise and not been saved. */
    get reworded() { return all().some((form) => foldOf(form) && form.hasAttribute("data-typed")); },

    /** It has been sent: the form is empty for the next, or says again what is stored. */
    sent(form) {
      if (!form.matches("[data-keep]")) return;
      form.reset();
      offer();
      if (!foldOf(form)) form.querySelector("textarea").focus();
    },

    /** It is stored, or gone: nothing is left to say or to keep of it. */
    done(command) {
      const form = formOf(command);
      if (form && !form.hasAttribute("data-typed")) {
        say(form, "");
        const kind = command.type === "promise" ? "promise" : "milestone";
        receive(form, command.what ?? command.text ?? "", `own-${kind}-${command.id}`);
        follow();
      }
      if (command.type === "take_back_promise") kept.task(`reword-${command.commitment}`, null);
    },

    /** Put refused words back where they were typed, before any that have been typed since. False where no form is theirs. */
    giveBack(command, message) {
      const form = formOf(command);
      if (!form) return false;
      giveBack(form, command);
      if (foldOf(form)) open(foldOf(form));
      keep(form);
      offer();
      say(form, message);
      return true;
    },

    /** Say at its form why a command has to wait. False where no form is its. */
    say(command, message) {
      const form = formOf(command);
      if (form) say(form, message);
      return Boolean(form);
    },
  };
}
