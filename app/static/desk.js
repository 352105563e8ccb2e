// The desk: forms become commands; choosing, dragging, keys and dialogs are in the modules beside this one.
import { Live } from "./live.js";
import { clocks } from "./time.js";
import { board } from "./desk_board.js";
import { dialogs } from "./desk_dialogs.js";
import { forms } from "./desk_forms.js";
import { editing } from "./editing.js";

const TELL_MS = 10_000;
const live = new Live(document.querySelector("[data-live-page]"));
const problem = document.getElementById("problem");
const ask = dialogs(live);
board(live, ask);
clocks(live, document.querySelector("[data-live-page]"));

const filled = forms(live);
editing();

live.addEventListener("answer", ({ detail: { type, reason, message, command } }) => {
  if (type === "ack") {
    problem.hidden = true;
    filled.done(command);
    return;
  }
  if (reason === "promised") return void ask.sure(command);
  const lost = live.outbox.includes(command) ? "" : filled.giveBack(command); // else it is sent again
  const text = [message ?? problem.dataset[reason], lost && `«${lost}»`].filter(Boolean).join(" ");
  problem.textContent = text;
  problem.hidden = !text;
  if (command.type === "move" || command.type === "place_theme") live.refresh();
});

// Ctrl+Z takes back the latest act, except where it takes back typing.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=checkbox]), textarea")) return;
  event.preventDefault();
  document.querySelector("[data-undo] button:not(:disabled)")?.click();
});

// What has been opened in a step's panel comes into sight, all of it where that can be.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches?.(".work-place details")) target.scrollIntoView({ block: "nearest" });
}, true);

// The counts are read out at most every ten seconds: in a full room somebody writes all the time.
const tally = () => document.querySelector(".tally").textContent.replace(/\s+/g, " ").trim();
let told = tally();
let telling = null;
live.addEventListener("frame", () => {
  if (telling || tally() === told) return;
  telling = setTimeout(() => {
    telling = null;
    told = tally();
    document.getElementById("tally-news").textContent = told;
  }, TELL_MS);
});
