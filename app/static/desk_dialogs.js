// The desk's dialogs: where to, one card, one theme.
import { inChunks } from "./commands.js";

const TOO_SOON_MS = 500; // the second half of a double press
const byId = (id) => document.getElementById(id);
const themes = () =>
  [...document.querySelectorAll(".theme")].map((theme) => ({
    id: theme.dataset.theme,
    title: theme.querySelector(".title").textContent,
  }));

/** Watch what is being edited, and say in the dialog when somebody else has changed it meanwhile. */
function watch(live, dialog, look) {
  const note = dialog.querySelector(".changed");
  const start = look();
  const say = (what, text = "") => { note.textContent = note.dataset[what].replace("{}", text); };
  function compare() {
    const now = look();
    for (const button of dialog.querySelectorAll("button:not([value=cancel])")) button.toggleAttribute("data-gone", !now);
    if (!now) say("gone");
    else if (now.words !== start.words) say("reworded", now.words);
    else if (now.standing !== start.standing) say(now.standing);
    else note.textContent = "";
  }
  note.textContent = "";
  compare();
  live.addEventListener("frame", compare);
  dialog.addEventListener("close", () => live.removeEventListener("frame", compare), { once: true });
}

/** Open a dialog and call ``done`` with the button that closed it ("" for Escape).
 *
 * ``field`` is ready to be typed in, but not under a finger: there its keyboard would rise over the rest of the dialog.
 */
function open(dialog, field, done) {
  dialog.returnValue = "";
  dialog.addEventListener("close", () => done(dialog.returnValue), { once: true });
  dialog.showModal();
  if (!matchMedia("(pointer: coarse)").matches) field.focus();
}

export function dialogs(live) {
  return {
    move: (ids, after) => move(live, ids, after),
    card: (card) => card && editCard(live, card),
    theme: (theme) => theme && editTheme(live, theme),
    sure: (command) => sure(live, command),
  };
}

/** Ask before something is shown that people were told not all would see; what opens it must not answer it too. */
function sure(live, { id: _, ...command }) {
  const dialog = byId("sure-dialog");
  if (dialog.open) return;
  const since = performance.now();
  const form = dialog.querySelector("form");
  form.onsubmit = (event) => { if (event.submitter?.value === "yes" && performance.now() - since < TOO_SOON_MS) event.preventDefault(); };
  dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue === "yes") live.send({ ...command, anyway: true }); };
  dialog.showModal();
}

/** Ask where to: typing sifts the themes, Enter takes the first, and a name that no theme has makes a new one. */
function move(live, ids, after, copy = false) {
  const dialog = byId("move-dialog");
  const find = byId("move-find");
  const list = byId("move-list");
  let target = null;
  const ungrouped = ids.every((id) => byId(`pick-${id}`)?.closest("#cards")); // it is there already

  function choose(what) {
    target = what;
    dialog.close("chosen");
  }
  function option(label, what) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.addEventListener("click", () => choose(what));
    item.append(button);
    return item;
  }
  function sift() {
    const typed = find.value.trim();
    const wanted = typed.toLowerCase();
    const starts = ({ title }) => title.toLowerCase().startsWith(wanted);
    const fitting = themes().filter(({ title }) => title.toLowerCase().includes(wanted));
    fitting.sort((a, b) => starts(b) - starts(a));
    const options = fitting.map(({ id, title }) => option(title, { to: id }));
    if (copy) return list.replaceChildren(...options);
    if (typed) options.push(option(list.dataset.new.replace("{}", typed), { title: typed }));
    else if (!ungrouped) options.unshift(option(list.dataset.ungrouped, { to: null }));
    list.toggleAttribute("data-first", Boolean(typed)); // what Enter takes
    return list.replaceChildren(...options);
  }
  find.value = "";
  find.oninput = sift;
  find.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (find.value.trim()) list.querySelector("button")?.click();
  };
  sift();
  open(dialog, find, () => {
    if (!target) return;
    if (copy) return void live.send({ type: "copy_statement", statement: ids[0], to: target.to });
    const chunks = inChunks(ids);
    let { to } = target;
    if (target.title) to = live.send({ type: "make_theme", title: target.title, statements: chunks.shift() }).id;
    chunks.forEach((some) => live.send({ type: "move", statements: some, to }));
    after();
  });
}

/** Edit one statement, with its earlier wordings in sight. */
function editCard(live, card) {
  const statement = card.dataset.statement;
  const dialog = byId("card-dialog");
  const text = byId("card-text");
  const words = card.querySelector(".words").textContent;
  const editions = JSON.parse(card.dataset.editions);
  const there = () => byId(card.id);
  text.value = words;
  byId("card-trace").hidden = editions.length === 0;
  byId("card-trace").querySelector("ol").replaceChildren(
    ...editions.map((edition) => Object.assign(document.createElement("li"), { textContent: edition, dir: "auto" })),
  );
  byId("card-form").querySelector('[value="hide"]').hidden = card.dataset.standing === "hidden";
  byId("card-form").querySelector('[value="show"]').hidden = card.dataset.standing === "shown";
  byId("card-form").querySelector('[value="light"]').hidden = card.dataset.standing !== "shown";
  open(dialog, text, (button) => {
    if (button && button !== "cancel" && text.value.trim() && text.value.trim() !== words) live.send({ type: "edit", statement, text: text.value });
    if (button === "hide" || button === "show") live.send({ type: button, statements: [statement] });
    if (button === "move" || button === "copy") move(live, [statement], () => {}, button === "copy");
    if (button === "light") live.send({ type: "spotlight", subject: statement });
    byId(`pick-${statement}`)?.focus();
  });
  watch(live, dialog, () => there() && { words: there().querySelector(".words").textContent, standing: there().dataset.standing });
}

/** Name, describe, order, merge or delete one theme. Whatever is chosen, what was typed is kept. */
function editTheme(live, section) {
  const theme = section.dataset.theme;
  const dialog = byId("theme-dialog");
  const text = (part) => section.querySelector(`:scope > ${part}`)?.textContent ?? "";
  const [title, vision] = [text("header .title"), text(".vision")];
  const signs = [...section.querySelectorAll(":scope > .signs li")].map((sign) => sign.textContent).join("\n");
  const into = byId("theme-into");
  const button = (value) => dialog.querySelector(`[value="${value}"]`);
  byId("theme-name").value = title;
  byId("theme-vision").value = vision;
  byId("theme-signs").value = signs;

  const others = themes().filter(({ id }) => id !== theme);
  const at = themes().findIndex(({ id }) => id === theme);
  into.replaceChildren(into.options[0], ...others.map((other) => new Option(other.title, other.id)));
  into.value = "";
  button("earlier").disabled = at === 0;
  button("later").disabled = at === others.length;
  button("merge").disabled = true;
  for (const side of dialog.querySelectorAll(".dialog-side")) side.hidden = others.length === 0;
  const under = byId("theme-under");
  const tops = others.filter(({ id }) => !byId(`theme-${id}`).matches(".inner, .alone"));
  under.replaceChildren(under.options[0], ...tops.map((other) => new Option(other.title, other.id)));
  const parent = section.parentElement.closest(".theme")?.dataset.theme ?? "";
  under.value = parent;
  const holds = section.querySelector(".theme") !== null || section.matches(".alone");
  dialog.querySelector(".dialog-nest").hidden = holds || tops.length === 0;
  into.onchange = () => { button("merge").disabled = !into.value; };

  function save() {
    const [name, sentence, lines] = ["theme-name", "theme-vision", "theme-signs"].map((id) => byId(id).value);
    if (name.trim() && name.trim() !== title) live.send({ type: "rename_theme", theme, title: name });
    if (sentence.trim() !== vision || lines.trim() !== signs) live.send({ type: "describe_theme", theme, vision: sentence, signs: lines });
  }
  open(dialog, byId("theme-name"), (chosen) => {
    if (!chosen || chosen === "cancel") return;
    save();
    if (chosen === "delete") live.send({ type: "delete_theme", theme });
    if (chosen === "earlier" || chosen === "later") step(live, theme, chosen === "later" ? 1 : -1);
    if (chosen === "light") live.send({ type: "spotlight", subject: theme });
    if (chosen === "nest" && under.value !== parent) live.send({ type: "nest_theme", theme, under: under.value || null });
    if (chosen === "merge" && into.value) live.send({ type: "merge_themes", theme, into: into.value });
  });
  watch(live, dialog, () => {
    const there = byId(section.id);
    const parts = there && ["header .title", ".vision", ".signs"].map((part) => there.querySelector(`:scope > ${part}`)?.textContent.trim());
    return there && { words: parts.filter(Boolean).join(" · ") };
  });
}

/** One place earlier or later among the themes. */
function step(live, theme, by) {
  const order = themes().map(({ id }) => id);
  const at = order.indexOf(theme);
  const to = at + by;
  if (to < 0 || to >= order.length) return;
  order.splice(at, 1);
  live.send({ type: "place_theme", theme, before: order[to] ?? null });
}
