// The desk: forms become commands; choosing, dragging, keys and dialogs are in the modules beside this one.
import { commandOf } from "./commands.js";
import { Live } from "./live.js";
import { clocks } from "./time.js";
import { board } from "./desk_board.js";
import { dialogs } from "./desk_dialogs.js";
import { editing } from "./editing.js";

const TELL_MS = 10_000;
const live = new Live(document.querySelector("[data-live-page]"));
const problem = document.getElementById("problem");
const ask = dialogs(live);
board(live, ask);
clocks(live, document.querySelector("[data-live-page]"));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.live !== "desk") return;
  event.preventDefault();
  live.send(commandOf(form, event.submitter));
  if (form.matches(".new-theme")) form.reset();
});
editing(); // after the form has become a command

live.addEventListener("answer", ({ detail: { type, reason, message, command } }) => {
  if (type === "ack") {
    problem.hidden = true;
    return;
  }
  const text = message ?? problem.dataset[reason] ?? "";
  problem.textContent = text;
  problem.hidden = !text;
  if (command.type === "tell") document.getElementById("tell-text").value ||= command.text;
  if (command.type === "make_theme") document.getElementById("new-theme").value ||= command.title;
  if (command.type === "move" || command.type === "place_theme") live.refresh();
});

// Ctrl+Z takes back the latest act, except where it takes back typing.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=checkbox]), textarea")) return;
  event.preventDefault();
  document.querySelector("[data-undo] button:not(:disabled)")?.click();
});

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
