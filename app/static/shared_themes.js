// Mapping local themes to shared ones: by drag, by key, by menu. Without this, the same forms do it by themselves.
/* global Sortable */

const board = () => document.getElementById("theme-board");
const bar = () => document.getElementById("mapping");
const picks = () => [...document.querySelectorAll("[data-local] input[name=local]")];
const picked = () => picks().filter((box) => box.checked).map((box) => box.value);
let under = null; // the box that the pointer is over
let sent = Promise.resolve(); // what is on its way: one after the other, so that an older board never comes last
let hand = Promise.resolve(); // what is in the hand: no board is changed under it
let letGo = () => {};
let press = Promise.resolve(); // what is pressed may be about to be taken
let lift = () => {};
let dragged = false; // the browser drags: it says that the pointer is gone, and has it still

document.addEventListener("pointerdown", (event) => {
  lift();
  if (event.button === 0) press = new Promise((done) => { lift = done; });
}, true);
document.addEventListener("dragstart", () => { dragged = true; }, true);
document.addEventListener("pointercancel", () => { if (!dragged) lift(); }, true);
for (const end of ["pointerup", "dragend"]) document.addEventListener(end, () => { dragged = false; lift(); }, true);
addEventListener("blur", () => { if (!dragged) lift(); });

/** Send a form after those before it, and put the board that comes back in the place of this one. */
function send(...what) {
  sent = sent.then(() => post(...what));
  return sent;
}

async function post(action, fields, focus) {
  let page = null;
  try {
    const answer = await fetch(action, { method: "POST", body: fields, keepalive: true, headers: { accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("theme-board");
  } catch {
    // told below, like an answer that is no board
  }
  if (!page) {
    told(board().dataset.failed, true);
    return false;
  }
  await press;
  await hand;
  const scrolled = window.scrollY;
  board().replaceWith(document.adoptNode(page));
  wire();
  window.scrollTo({ top: scrolled });
  focus?.();
  const alert = board().querySelector("[role=alert]");
  told(alert ? "" : board().querySelector("[data-last-act]")?.textContent ?? "");
  return true;
}

/** Say something to whoever listens; what went wrong also to whoever looks. */
function told(words, wrong = false) {
  const place = document.querySelector("[data-said]");
  if (!place) return;
  place.className = wrong ? "ds-alert" : "ds-sr-only";
  place.toggleAttribute("data-wrong", wrong);
  if (wrong) place.dataset.color = "danger";
  place.textContent = words;
}

function fieldsOf(form, values) {
  const fields = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(values)) {
    fields.delete(name);
    for (const one of [value].flat()) fields.append(name, one);
  }
  return fields;
}

/** The card after this one that stays, so that a whole pile can be gone through by key. */
function nextTo(card, going) {
  const there = picks().filter((box) => box.closest("ul, section") === card.closest("ul, section"));
  const at = there.indexOf(card.querySelector("input[name=local]"));
  const stays = (box) => !going.includes(box.value);
  return (there.slice(at).find(stays) ?? there.slice(0, at).findLast(stays))?.id;
}

function tally() {
  const form = bar();
  if (!form) return;
  const number = picked().length;
  form.toggleAttribute("data-idle", number === 0);
  form.querySelector("[data-chosen]").textContent = number === 1 ? form.dataset.one : form.dataset.many.replace("{}", number);
  const isNew = form.elements.into.value === "new";
  form.querySelector("[data-new-title]").hidden = !isNew;
  form.elements.title.required = isNew;
}

function untick() {
  picks().forEach((box) => { box.checked = false; });
  tally();
}

/** Tick all local themes that stand in no shared one and are shown, and say how many are chosen then. */
function tickShown() {
  for (const box of document.querySelectorAll("[data-pile=''] input[name=local]")) box.checked = true;
  tally();
  told(bar().querySelector("[data-chosen]").textContent);
}

/** With this card, or with all that are ticked if it is among them, to the menu of shared themes. */
function toMenu(card) {
  const box = card.querySelector("input[name=local]");
  if (!box.checked) { untick(); box.checked = true; }
  tally();
  bar().elements.into.focus();
}

function take() {
  under = null;
  hand = new Promise((done) => { letGo = done; });
  board().toggleAttribute("data-dragging", true);
}

function drop({ item, from, to }) {
  letGo();
  board().removeAttribute("data-dragging");
  document.querySelector("[data-over]")?.removeAttribute("data-over");
  const box = item.querySelector("input[name=local]");
  const aim = under ? under.dataset.box : to.dataset.pile;
  if (aim === from.dataset.pile) {
    if (from !== to) from.append(item); // let go over its own box, by way of another pile
    return;
  }
  const going = picked().includes(box.value) ? picked() : [box.value];
  send(bar().action, fieldsOf(bar(), { local: going, into: aim, title: "" })).then((done) => { if (!done) from.append(item); });
}

function wire() {
  for (const button of document.querySelectorAll("[data-move], [data-pick-shown]")) button.hidden = false;
  tally();
  if (typeof Sortable === "undefined") return;
  for (const pile of document.querySelectorAll("#theme-board [data-pile]")) {
    Sortable.create(pile, {
      group: "local", draggable: "[data-local]", filter: "a, input, button", preventOnFilter: false, sort: false,
      animation: 120, delay: 150, delayOnTouchOnly: true,
      onStart: take, onEnd: drop,
    });
  }
}

// On the way down: a pile that takes the card lets nothing bubble.
document.addEventListener("dragover", (event) => {
  under = event.target.closest?.(".box") ?? null;
  document.querySelectorAll("[data-over]").forEach((box) => box.removeAttribute("data-over"));
  under?.toggleAttribute("data-over", true);
}, true);

document.addEventListener("change", (event) => {
  if (event.target.matches("[name=local], #into")) tally();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (button) toMenu(button.closest("[data-local]"));
  if (event.target.closest("[data-pick-shown]")) tickShown();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("#mapping, .undo-bar, [data-make], .order") || !form.closest("#theme-board")) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const first = document.querySelector("[data-local] input[name=local]:checked")?.closest("[data-local]");
  const next = form.matches("#mapping") && first ? nextTo(first, picked()) : null;
  const made = form.matches("[data-make]");
  send(form.action, fields, () => {
    const way = (next && document.getElementById(next)) || (made && document.getElementById("made-title")) || document.querySelector(".undo-bar button");
    way?.focus({ preventScroll: true });
  });
});

// Enter in the menu of shared themes moves there, and opens no list.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("#mapping #into")) return;
  event.preventDefault();
  bar().requestSubmit();
});

// Keys on a local theme in focus: arrows go, space ticks, m moves, Escape lets go.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-local] input[name=local]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const there = picks();
  const at = there.indexOf(event.target);
  const keys = {
    ArrowDown: () => there[at + 1]?.focus(),
    ArrowUp: () => there[at - 1]?.focus(),
    m: () => toMenu(event.target.closest("[data-local]")),
    Escape: untick,
  };
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!keys[key]) return;
  event.preventDefault();
  keys[key]();
});

wire();
