// The phone: a box that never loses what was typed, and the cards of one's own statements.
import { commandOf, newId } from "./commands.js";
import { editing } from "./editing.js";
import { Live } from "./live.js";
import { clocks } from "./time.js";
import { Kept } from "./phone_kept.js";
import { drafts } from "./phone_draft.js";
import { editors, waits } from "./phone_editors.js";
import { tasks } from "./phone_tasks.js";

const page = document.querySelector("[data-live-page]");
const live = new Live(page);
const kept = new Kept(page.dataset.code, page.dataset.me);
const composer = document.getElementById("composer");
const box = document.getElementById("text");
const send = composer.querySelector("button.wide");
const counter = document.getElementById("count");
const problem = document.getElementById("problem");
const own = document.getElementById("own");
const news = document.querySelector(".sent-news");
const countNews = document.querySelector(".count-news");
const plural = new Intl.PluralRules(document.documentElement.lang);
const edits = editors(live, kept, own);
clocks(live, page);

// ---- the draft
const stage = () => document.getElementById("stage").dataset;
const forms = tasks(live, kept, stage);
const PAUSE_MS = 1_000;
let telling;
const limit = () => Number(stage().limit);
const length = (text) => [...text.normalize("NFC").trim()].length;

function over(number) {
  return counter.dataset[plural.select(number) === "one" ? "overOne" : "overOther"].replace("{num}", number);
}

function tooLong(text) {
  return problem.dataset.tooLong.replace("{length}", length(text)).replace("{limit}", limit());
}

function count() {
  const left = limit() - length(box.value);
  const said = String(left < 0 ? over(-left) : left);
  counter.toggleAttribute("data-over", left < 0);
  if (said !== counter.value) { // told when typing rests: not at each key, and whatever else comes in meanwhile
    clearTimeout(telling);
    telling = setTimeout(() => { countNews.textContent = left < 0 ? said : ""; }, PAUSE_MS);
  }
  counter.value = said;
  composer.toggleAttribute("data-typed", box.value.trim() !== "");
  draft.keep();
}

function say(text, wrong = false) {
  problem.textContent = text;
  problem.hidden = !text;
  if (wrong) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}

/** Box and Send together on the screen, also in what an on-screen keyboard leaves of it. */
function fit() {
  composer.style.setProperty("--left", `${visualViewport.height}px`);
  if (document.activeElement === box) send.scrollIntoView({ block: "nearest" });
}

composer.noValidate = true; // what is missing is said here, in the page's own words
visualViewport.addEventListener("resize", fit);
box.addEventListener("focus", fit);
box.addEventListener("input", fit);
fit();
const draft = drafts(kept, stage, box, () => { say(""); count(); });
box.addEventListener("input", () => { say(""); count(); });
count();
kept.takePlace(() => location.reload());

document.querySelector(".starters").hidden = false;
for (const starter of document.querySelectorAll("[data-start]")) {
  starter.addEventListener("click", () => {
    box.value = starter.textContent.replace("…", "") + box.value;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    count();
  });
}

// ---- sending
composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text) {
    say(problem.dataset.empty, true);
    return box.focus();
  }
  if (length(text) > limit()) {
    say(tooLong(text), true);
    counter.scrollIntoView({ block: "nearest" });
    return box.focus();
  }
  show(live.send({ type: "say", id: newId(), text, into: draft.into }));
  box.value = "";
  say("");
  count();
  box.focus();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form === composer || form.dataset.live !== "phone") return;
  event.preventDefault();
  form.closest("[popover]")?.hidePopover();
  again(form.closest(".sorted"));
  if ("vote" in form.dataset) return void live.send(forms.vote(event.submitter ?? form.querySelector("button")));
  const command = commandOf(form, event.submitter);
  if (command.type === "edit" && length(command.text) > limit()) {
    edits.say(command, tooLong(command.text));
    form.elements.text.focus();
  } else {
    live.send(command);
    forms.sent(form);
  }
  states();
});

/** What was placed anew has been: the next one stands in its place again. */
function again(sorted) {
  if (!sorted) return;
  sorted.open = false;
  sorted.querySelector("summary").focus({ preventScroll: true });
}

// Passing the device on forgets what is kept here: it asks first, only when nothing is left to send, and waits until the
// server has let go.
editing();
const leaving = document.querySelector("[data-leave]");
const asking = document.getElementById("pass-on");
const thrown = document.getElementById("pass-on-thrown");

function stays() {
  if (live.unanswered) return "waiting";
  if (kept.waiting.length) return "kept";
  if ((`${box.value}${kept.draft(draft.into)}`.trim() && box.checkVisibility()) || forms.typed) return "typed";
  if (Object.keys(kept.rewordings).length || forms.reworded) return "reworded";
  return "";
}

/** Why the device stays, if it does. */
function tellWhy(why) {
  const told = document.querySelector(".pass-on [role=alert]");
  told.textContent = why ? leaving.dataset[why] : "";
  told.hidden = !why;
  thrown.hidden = !(forms.begun || Object.values(kept.drafts).some((text) => text.trim()));
  if (why) asking.hidePopover();
  return Boolean(why);
}

asking.addEventListener("beforetoggle", (event) => {
  if (event.newState === "open" && tellWhy(stays())) event.preventDefault();
});
leaving.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (tellWhy(stays())) return;
  try {
    const response = await fetch(leaving.action, { method: "POST" });
    if (!response.ok) return void tellWhy("failed");
    live.forget();
    kept.forget();
    location.assign(response.url);
  } catch {
    tellWhy("failed");
  }
});

/** A card for what has not been answered yet; the stored card takes its place, as both have the same id. */
function show(command) {
  if (document.getElementById(`own-${command.id}`)) return;
  const card = document.getElementById("waiting-card").content.firstElementChild.cloneNode(true);
  card.id = `own-${command.id}`;
  card.querySelector(".words").textContent = command.text;
  const drop = () => {
    kept.drop(command.id);
    card.remove();
    box.focus();
  };
  card.querySelector("[data-discard]").addEventListener("click", drop);
  card.querySelector("[data-bring]").addEventListener("click", () => {
    draft.giveBack(command.text);
    drop();
  });
  own.prepend(card);
  states();
}

/** Whether the server has shown that it has a statement: its card has taken the place of the one that waits. */
const stored = ({ id }) => (document.getElementById(`own-${id}`)?.dataset.standing ?? "waiting") !== "waiting";

function states() {
  const open = stage().open === "yes";
  const waiting = new Map(kept.waiting.map((command) => [command.id, command]));
  for (const card of own.querySelectorAll('[data-standing="waiting"]')) {
    const id = card.id.slice(4);
    const isKept = waiting.has(id);
    const other = isKept && open && !goes(waiting.get(id)); // something else is written now
    const sentElsewhere = !isKept && card.querySelector(":is([data-kept], [data-earlier]):not([hidden])") && !live.outbox.some((entry) => entry.id === id);
    if (sentElsewhere) {
      card.remove(); // by another tab: it comes back as what is stored
      continue;
    }
    waits(card, other ? "earlier" : isKept ? "kept" : live.state === "live" ? "sending" : "offline");
    card.querySelector("[data-discard]").hidden = !isKept;
    card.querySelector("[data-bring]").hidden = !other;
  }
  edits.states();
}

// ---- what came while writing was closed waits here, and goes when it opens
/** Whether what is kept goes now. What was written for a step of its own waits for that, and new words for a statement
 * until it can be changed. What was written before the method began goes in its first writing step, unless all see it. */
function goes(command) {
  const now = stage();
  if (command.type === "edit") return (document.getElementById(`own-${command.statement}`)?.dataset.open ?? "yes") === "yes";
  return now.open === "yes" && ([undefined, now.into].includes(command.into) || (command.into === "" && "first" in now));
}

function sendKept() {
  const now = stage();
  const going = kept.waiting.filter(goes);
  if (!going.length) return;
  for (const command of going) {
    const here = command.into === undefined || command.type !== "say" ? command : { ...command, into: now.into };
    live.send(here); // into the outbox before it leaves here; by its own id, so that it counts once however often it goes
    if (command.type === "say") show(here);
  }
  const gone = new Set(going.map(({ id }) => id));
  kept.waiting = kept.waiting.filter(({ id }) => !gone.has(id));
  say("");
  states();
}

live.addEventListener("answer", ({ detail: { type, reason, message, command } }) => {
  const writes = command.type === "say" || command.type === "edit";
  if (type === "ack") {
    if (command.type === "say") news.textContent = `${news.dataset.saved}: ${command.text}`;
    else if (command.type === "withdraw") gone(command);
    else edits.done(command);
    forms.done(command);
  } else if (command.type === "say" && stored(command)) {
    // It was refused one way, and has come another way since.
  } else if (writes && reason === "submissions_closed") {
    kept.wait(command);
    if (command.type === "say") show(command);
    else giveBack(command);
    news.textContent = message; // to the eye, the card itself says so
    if (command.type === "say" && command.into !== stage().into) sendKept(); // it opened while this was on its way
  } else if (!live.outbox.includes(command)) {
    if (forms.giveBack(command, message ?? "")) return;
    giveBack(command);
    if (!edits.say(command, message ?? "")) say(`${problem.dataset.notSent} ${message ?? ""}`);
  } else if (!edits.say(command, message) && !forms.say(command, message)) {
    say(message);
  }
  states();
});

/** It has been taken back: the focus does not leave with the card. */
function gone(command) {
  const card = document.getElementById(`own-${command.statement}`);
  const here = document.activeElement;
  if (here === document.body || card?.contains(here)) document.getElementById("own-title").focus({ preventScroll: true });
  edits.done(command);
  news.textContent = news.dataset.gone;
}

/** What was refused goes back to where it was written; into the box before anything that has been typed since. */
function giveBack(command) {
  if (command.type === "edit" && edits.giveBack(command)) return;
  if (command.type !== "say" && command.type !== "edit") return;
  if (command.type === "edit") kept.drop(command.statement);
  else document.getElementById(`own-${command.id}`)?.remove();
  draft.giveBack(command.text, command.into);
}

/** Asked to look up, nobody writes: boxes rest with what stands in them, and the keyboard goes away. */
function rest() {
  const gathered = "gathered" in stage();
  for (const form of document.querySelectorAll(".composer")) form.inert = gathered;
  const here = document.activeElement;
  if (gathered && here?.matches("textarea, input, select")) here.blur();
}

live.addEventListener("frame", () => { draft.follow(); edits.restore(); sendKept(); count(); states(); rest(); });
live.addEventListener("state", states);
[...kept.waiting, ...live.outbox].filter(({ type }) => type === "say").forEach(show);
edits.restore();
sendKept();
states();
rest();
