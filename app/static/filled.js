// What somebody has filled into a form, and how it is given back where it was refused.

const OURS = new Set(["hidden", "submit", "reset", "button"]);
const own = (select) => [...select.options].find((option) => option.defaultSelected) ?? [...select.options].find((option) => !option.disabled);
const untouched = (field) => (field.matches("select") ? own(field)?.value : field.defaultValue) ?? "";

/** The fields that are typed into or chosen from, without boxes to tick. */
export const fieldsOf = (form) => [...form.elements].filter(({ name, type }) => name && !OURS.has(type) && type !== "checkbox");

/** The boxes to tick. */
export const boxesOf = (form) => [...form.elements].filter(({ name, type }) => name && type === "checkbox");

const takesWords = (field) => field.matches("textarea, [type=text], :not([type], select)");

/** Whether it is typed or ticked in: what is only chosen or counted in it may well be meant again. */
export const holdsWords = (form) => fieldsOf(form).some(takesWords) || boxesOf(form).length > 0;

/** Whether anything in it is otherwise than it came. */
export function isFilled(form) {
  return fieldsOf(form).some((field) => field.value !== untouched(field)) || boxesOf(form).some((box) => box.checked !== box.defaultChecked);
}

/** Put what a command said back into its form: words before those that have been typed since, which stay. */
export function giveBack(form, command) {
  const since = isFilled(form);
  for (const field of fieldsOf(form)) {
    const refused = command[field.name] ?? "";
    if (!(field.name in command) || field.value === refused) continue;
    if (!takesWords(field) && since) continue; // what has been chosen since is what is meant
    const later = takesWords(field) && field.value !== untouched(field) ? field.value : "";
    field.value = [refused, later].filter(Boolean).join(" ");
  }
  for (const box of boxesOf(form)) box.checked ||= [command[box.name] ?? []].flat().includes(box.value);
}
