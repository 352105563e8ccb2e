// The wall: sized so that all fits; what does not fit pans slowly and can be paused.
import { Live } from "./live.js";
import { clocks } from "./time.js";
import { fitted, inUse } from "./wall_fit.js";

const page = document.querySelector("[data-live-page]");
const live = new Live(page);
const boards = [...document.querySelectorAll(".wall-board, .wall-work, .wall-promises")];
let board = boards.find((one) => one.matches(".wall-board")); // the one that is in use
clocks(live, page);
const pause = document.querySelector(".wall-pause");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const SLOWEST = 0.03; // of the board's height a second
const FASTEST = 0.06; // each line can still be read in peace
const ROUND_S = 180; // how long a round should take, where these two allow it
const REST_MS = 4_000;
const TOP_MS = 8_000; // at the top, where the reading begins
const HAND_MS = 3_000; // a button stays in sight after the mouse has moved

let paused = false;
let place = 0;
let begun = ""; // the step whose reading has begun at the top
let restUntil = performance.now() + TOP_MS;
let last = performance.now();

function choose() {
  const used = inUse(boards);
  const stage = document.getElementById("stage")?.dataset ?? {};
  const at = `${stage.step} ${stage.ended}`;
  if (used === board && at === begun) return;
  board.toggleAttribute("data-moving", false);
  board = used;
  begun = at;
  board.scrollTop = place = 0; // now that it is in sight: what is hidden keeps where it stood
  restUntil = performance.now() + TOP_MS;
}

function fit() {
  choose();
  const moving = !fitted(board);
  if (moving && !board.hasAttribute("data-moving")) restUntil = performance.now() + TOP_MS;
  board.toggleAttribute("data-moving", moving);
  pause.hidden = !moving;
  if (!moving) place = board.scrollTop = 0;
}

let fitting = 0;
const fitSoon = () => {
  cancelAnimationFrame(fitting);
  fitting = requestAnimationFrame(fit);
};

function setPaused(now) {
  paused = now;
  pause.setAttribute("aria-pressed", String(now));
}
pause.addEventListener("click", () => setPaused(!paused));
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || event.target === pause) return;
  event.preventDefault();
  setPaused(!paused);
});
let hand = 0;
addEventListener("pointermove", () => {
  page.toggleAttribute("data-hand", true);
  clearTimeout(hand);
  hand = setTimeout(() => page.toggleAttribute("data-hand", false), HAND_MS);
});
for (const one of boards) one.addEventListener("wheel", () => { place = board.scrollTop; restUntil = performance.now() + REST_MS; }, { passive: true });

function speed(way) {
  const height = board.clientHeight;
  return Math.min(FASTEST * height, Math.max(SLOWEST * height, way / ROUND_S));
}

function step(now) {
  const end = board.scrollHeight - board.clientHeight;
  const held = paused || document.getElementById("stage")?.dataset.paused === "yes";
  if (end > 1 && !held && now > restUntil) {
    if (place >= end) {
      place = 0;
      restUntil = now + TOP_MS;
    } else if (still.matches) {
      place = Math.min(end, place + board.clientHeight * 0.8);
      restUntil = now + 2 * REST_MS;
    } else {
      place = Math.min(end, place + (speed(end) * (now - last)) / 1_000);
      if (place >= end) restUntil = now + REST_MS;
    }
    board.scrollTop = place;
  }
  board.toggleAttribute("data-begun", board.scrollTop > 1);
  board.toggleAttribute("data-end", board.scrollTop >= end - 1); // nothing more comes, and nothing goes soft
  last = now;
  requestAnimationFrame(step);
}

live.addEventListener("frame", fitSoon);
addEventListener("resize", fitSoon);
document.fonts.ready.then(fitSoon);
fit();
requestAnimationFrame(step);
