// Choosing and moving statements: by pointer, by keyboard, one or several.
/* global Sortable */
import { inChunks } from "./commands.js";

const statementOf = (card) => card.dataset.statement;

/** Wire the board. ``ask`` opens the dialogs. */
export function board(live, ask) {
  const room = document.querySelector(".board");
  const chosen = document.getElementById("chosen");
  const count = chosen.querySelector(".chosen-count");
  const cards = () => [...room.querySelectorAll(".card:not([data-away])")];
  const picked = () => [...room.querySelectorAll(".pick:checked")].map((box) => box.value);
  const untick = () => { room.querySelectorAll(".pick:checked").forEach((box) => { box.checked = false; }); tally(); };

  const waiting = document.querySelector("[data-tick-waiting]");
  const unread = () => cards().filter((card) => card.dataset.standing === "pending").map((card) => card.querySelector(".pick"));
  waiting.addEventListener("click", () => {
    for (const box of unread()) box.checked = true;
    tally();
  });

  /** The way to what waits goes to the first of it; where nothing of it is a statement, to where it stands. */
  document.addEventListener("click", (event) => {
    const way = event.target.closest("a[data-waiting]");
    const first = way?.hash === "#pile" && unread()[0];
    if (!first) return;
    event.preventDefault();
    way.closest("[popover]")?.hidePopover();
    first.scrollIntoView({ block: "center" });
    first.focus({ preventScroll: true });
  });

  function tally() {
    const ids = picked();
    chosen.hidden = ids.length === 0;
    waiting.hidden = !unread().some((box) => !box.checked);
    count.textContent = ids.length === 1 ? count.dataset.one : count.dataset.many.replace("{}", ids.length);
  }

  function act(what, ids) {
    if (!ids.length) return;
    if (what === "move") return ask.move(ids, untick);
    if (what === "hide" || what === "show") inChunks(ids).forEach((some) => live.send({ type: what, statements: some }));
    untick();
  }

  chosen.addEventListener("submit", (event) => { event.preventDefault(); act(event.submitter.dataset.act, picked()); });
  chosen.addEventListener("reset", (event) => { event.preventDefault(); untick(); });

  // ---- choosing: a click, shift for a run
  let anchor = null;
  room.addEventListener("click", (event) => {
    const box = event.target.closest(".pick");
    if (box) {
      if (event.shiftKey && anchor) run(anchor, box);
      anchor = box;
      tally();
    }
    const menu = event.target.closest("[data-card]");
    if (menu) {
      event.preventDefault();
      ask.card(menu.closest(".card"));
    }
    const theme = event.target.closest("[data-theme-menu]");
    if (theme) {
      event.preventDefault();
      ask.theme(theme.closest(".theme"));
    }
  });

  function run(from, to) {
    const boxes = cards().map((card) => card.querySelector(".pick"));
    const [a, b] = [boxes.indexOf(from), boxes.indexOf(to)].sort((x, y) => x - y);
    if (a >= 0) boxes.slice(a, b + 1).forEach((box) => { box.checked = to.checked; });
  }

  // ---- keys, on a card in focus: arrows go, space chooses, m moves, h hides or shows, e edits
  room.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (!card || !event.target.matches(".pick") || event.ctrlKey || event.metaKey || event.altKey) return;
    const there = cards();
    const at = there.indexOf(card);
    const ids = picked().includes(statementOf(card)) ? picked() : [statementOf(card)];
    const keys = {
      ArrowDown: () => there[at + 1]?.querySelector(".pick").focus(),
      ArrowUp: () => there[at - 1]?.querySelector(".pick").focus(),
      m: () => moveOn(card, ids),
      h: () => act(card.dataset.standing === "shown" ? "hide" : "show", ids),
      e: () => ask.card(card),
      Escape: untick,
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!keys[key]) return;
    event.preventDefault();
    keys[key]();
  });

  /** Move by key, with the next card of the pile ready, so that a whole pile can be gone through. */
  function moveOn(card, ids) {
    const pile = cards().filter((other) => other.parentElement === card.parentElement);
    const staying = (other) => !ids.includes(statementOf(other));
    const at = pile.indexOf(card);
    const next = pile.slice(at).find(staying) ?? pile.slice(0, at).findLast(staying);
    ask.move(ids, () => { untick(); next?.querySelector(".pick").focus(); });
  }

  // ---- dragging: frames wait while something is in the hand
  let letGo = null;
  let under = null; // the theme that the pointer is over
  function take() {
    letGo = live.hold();
    under = null;
    room.toggleAttribute("data-dragging", true);
  }
  // On the way down: a pile that takes the card lets nothing bubble, and the theme passed before would seem to be meant.
  room.addEventListener("dragover", (event) => { under = event.target.closest(".theme"); }, true);

  function drop(event) {
    room.toggleAttribute("data-dragging", false);
    const card = event.item;
    const ids = picked().includes(statementOf(card)) ? picked() : [statementOf(card)];
    const aside = under && !under.contains(event.to); // between the cards, where none made room
    const to = aside ? under.dataset.theme : event.to.dataset.pile || null;
    let next = aside ? null : card.nextElementSibling;
    while (next && ids.includes(statementOf(next))) next = next.nextElementSibling;
    letGo?.();
    letGo = null;
    if (!aside && event.from === event.to && event.oldIndex === event.newIndex) return;
    const before = next?.dataset.statement ?? null;
    inChunks(ids).forEach((some) => live.send({ type: "move", statements: some, to, before }));
    setTimeout(untick); // Sortable ticks again, right after this, what was ticked when the hand took hold
  }

  function draggable() {
    for (const pile of document.querySelectorAll("[data-pile]")) {
      if (Sortable.get(pile)) continue;
      Sortable.create(pile, {
        group: "cards", draggable: ".card", filter: "a, input", preventOnFilter: false, animation: 120,
        delay: 150, delayOnTouchOnly: true, onStart: take, onEnd: drop,
      });
    }
  }
  /** Milestones are dragged from year to year; the list behind each one's pencil does the same. */
  function milestones() {
    for (const place of document.querySelectorAll("[data-place]")) {
      if (Sortable.get(place)) continue;
      Sortable.create(place, {
        group: "milestones", draggable: ".milestone", filter: "a, input, textarea, select, summary, button",
        preventOnFilter: false, sort: false, animation: 120, delay: 150, delayOnTouchOnly: true,
        onStart: () => { letGo = live.hold(); },
        onEnd: ({ item, from, to }) => {
          letGo?.();
          letGo = null;
          if (from !== to) live.send({ type: "place_milestone", milestone: item.dataset.milestone, place: to.dataset.place });
        },
      });
    }
  }
  Sortable.create(document.getElementById("themes"), {
    draggable: ".theme", handle: ".grip", animation: 120,
    onStart: () => { letGo = live.hold(); },
    onEnd: (event) => {
      letGo?.();
      letGo = null;
      if (event.oldIndex === event.newIndex) return;
      const before = event.item.nextElementSibling?.dataset.theme ?? null;
      live.send({ type: "place_theme", theme: event.item.dataset.theme, before });
    },
  });

  // ---- finding in the pile
  const find = document.getElementById("find");
  find.hidden = false;
  function sift() {
    const wanted = find.value.trim().toLowerCase();
    for (const card of document.querySelectorAll("#cards > .card")) {
      card.toggleAttribute("data-away", wanted !== "" && !card.textContent.toLowerCase().includes(wanted));
    }
  }
  find.addEventListener("input", sift);

  /** In a finished step nothing is dragged. */
  function hold() {
    const disabled = document.querySelector(".run[data-finished]") !== null;
    for (const place of document.querySelectorAll("#themes, [data-pile], [data-place]")) Sortable.get(place)?.option("disabled", disabled);
  }

  live.addEventListener("frame", () => { draggable(); milestones(); hold(); sift(); tally(); });
  draggable();
  milestones();
  hold();
  tally();
}
