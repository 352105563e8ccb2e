// The film of the wall: played, hunted through, and stepped by hand.
import { Reels, Times, fetched } from "./film_reels.js";
import { apply } from "./screen.js";
import { clocks } from "./time.js";
import { fitted, inUse } from "./wall_fit.js";

const film = document.getElementById("film");
const find = (name) => document.getElementById(`film-${name}`);
const range = find("place");
const boards = [...film.querySelectorAll(".wall-board, .wall-work, .wall-promises")];
const words = film.dataset;
const LEFT_MS = 3_000; // without a hand, what lies over a full screen goes away
const TOLD_S = 0.25; // between two looks of the step's clock

let times;
let reels;
let place = 0; // in seconds of the film at × 1
let speed = 5;
let playing = false;
let shown = null; // the number of the moment on the screen
let screen = new Map();
let before = 0;
let told = -1;

// What the clocks of a step go by: the time of the workshop, not of this machine.
const wall = new EventTarget();
wall.time = { get now() { return times ? times.began + 1_000 * times.second(place) : Date.now(); } };
const tick = () => wall.dispatchEvent(new Event("frame"));

/** Put a moment's screen up; false while it is on its way. */
function show(moment) {
  if (moment === shown) return true;
  const parts = reels.screen(moment);
  if (!parts) return false;
  const changed = [...parts].filter(([id, html]) => screen.get(id) !== html);
  changed.sort(([, one], [, other]) => depth(one) - depth(other));
  apply({ html: changed.map(([, html]) => html).join(""), drop: [...screen.keys()].filter((id) => !parts.has(id)) });
  screen = parts;
  shown = moment;
  fit();
  tick();
  return true;
}

function fit() {
  const board = inUse(boards);
  board.toggleAttribute("data-moving", !fitted(board, true));
}

/** How far within others a part stands: these are put first. */
function depth(html) {
  const [, into = ""] = html.match(/^[^>]*? data-in="([a-z]+)/) ?? [];
  return ["", "work", "themes", "under", "heaps"].includes(into) ? ["", "work", "themes", "under", "heaps"].indexOf(into) : 5;
}

function draw() {
  const there = show(times.at(place));
  film.setAttribute("aria-busy", String(!there));
  const second = times.second(place);
  const clock = time.format(times.began + 1_000 * second);
  const chapter = times.chapter(place);
  const step = chapter ? `${words.step.replace("{}", chapter.number)}: ${chapter.title}` : "";
  find("clock").textContent = clock;
  find("step").textContent = there ? step : words.waits;
  const quiet = place < times.length ? times.quiet(place) : 0;
  find("quiet").hidden = quiet < 60;
  if (quiet >= 60) find("quiet").textContent = words.quiet.replace("{}", span(quiet));
  range.value = place;
  range.setAttribute("aria-valuetext", [clock, step].filter(Boolean).join(", "));
  if (film.dataset.at !== step) {
    film.dataset.at = step;
    find("news").textContent = step;
  }
  if (Math.abs(second - told) >= TOLD_S * speed) {
    told = second;
    tick();
  }
  return there;
}

function span(seconds) {
  if (seconds < 7_200) return words.minutes.replace("{}", Math.round(seconds / 60));
  if (seconds < 172_800) return words.hours.replace("{}", Math.round(seconds / 3_600));
  return words.days.replace("{}", Math.round(seconds / 86_400));
}

function run(now) {
  if (!playing) return;
  const passed = Math.min(0.25, (now - before) / 1_000); // a page that was away goes on where it was
  before = now;
  place = Math.min(times.length, place + passed * speed);
  if (!draw()) return reels.ready(times.at(place)).then(goOn, lost);
  if (place >= times.length) setPlaying(false);
  requestAnimationFrame(run);
}

function goOn() {
  before = performance.now();
  requestAnimationFrame(run);
}

function setPlaying(now) {
  if (now === playing) return;
  if (now && place >= times.length) place = 0;
  playing = now;
  film.toggleAttribute("data-playing", playing);
  find("play").querySelector(".film-word").textContent = playing ? words.pause : words.play;
  if (playing) goOn();
  stir();
}

/** Go to a place; what is not there yet is shown when it comes. */
async function go(to) {
  place = Math.max(0, Math.min(times.length, to));
  if (draw() || playing) return;
  try {
    await reels.ready(times.at(place));
    draw();
  } catch {
    lost();
  }
}

function step(by) {
  const at = times.at(place);
  setPlaying(false);
  go(times.starts[Math.max(0, Math.min(times.starts.length - 1, at + by))]);
}

function chapter(by) {
  const second = times.moments[times.at(place)];
  const begun = times.chapters.map((one) => one.at);
  const to = by > 0 ? begun.find((at) => times.place(at) > place) : begun.findLast((at) => at < second);
  go(to === undefined ? (by > 0 ? times.length : 0) : times.place(to));
}

function lost() {
  setPlaying(false);
  find("problem").textContent = words.lost;
  find("problem").hidden = false;
}

find("play").addEventListener("click", () => setPlaying(!playing));
find("back").addEventListener("click", () => step(-1));
find("on").addEventListener("click", () => step(1));
range.addEventListener("input", () => go(Number(range.value)));
find("chapter").addEventListener("change", ({ target }) => {
  if (target.value !== "") go(times.place(Number(target.value)));
  target.value = "";
});
for (const button of film.querySelectorAll("[data-speed]")) {
  button.addEventListener("click", () => {
    speed = Number(button.dataset.speed);
    for (const other of film.querySelectorAll("[data-speed]")) other.setAttribute("aria-pressed", String(other === button));
  });
}

document.addEventListener("keydown", (event) => {
  stir();
  if (!times || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("select, a, textarea, input:not(#film-place)")) return;
  if (event.key === " " && !event.target.closest("button, summary")) setPlaying(!playing);
  else if (event.key === "ArrowRight") event.shiftKey ? chapter(1) : step(1);
  else if (event.key === "ArrowLeft") event.shiftKey ? chapter(-1) : step(-1);
  else if (event.target === range && event.key === "Home") go(0);
  else if (event.target === range && event.key === "End") go(times.length);
  else return;
  event.preventDefault();
});

const full = find("full");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => document.fullscreenElement ? document.exitFullscreen() : film.requestFullscreen());
document.addEventListener("fullscreenchange", () => full.setAttribute("aria-pressed", String(document.fullscreenElement === film)));

let left = 0;
/** Somebody is at it: over a full screen, show what it is run with. */
function stir() {
  film.toggleAttribute("data-hand", true);
  clearTimeout(left);
  left = setTimeout(() => film.toggleAttribute("data-hand", !playing), LEFT_MS);
}
addEventListener("pointermove", stir);
addEventListener("resize", () => requestAnimationFrame(fit));

/** One mark on the track for each step. */
function marks() {
  for (const one of times.chapters) {
    const mark = document.createElement("span");
    mark.style.insetInlineStart = `${(100 * times.place(one.at)) / (times.length || 1)}%`;
    find("marks").append(mark);
    find("chapter").append(new Option(`${one.number}. ${one.title}`, one.at));
  }
  find("chapter").hidden = times.chapters.length === 0;
}

let time;
function clock() {
  const [first, end] = [times.began, times.began + 1_000 * times.moments.at(-1)];
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: words.zone };
  const long = end - first > 43_200_000;
  return new Intl.DateTimeFormat(words.language, long ? { day: "numeric", month: "short", ...options } : options);
}

find("step").textContent = words.waits;
try {
  const known = await fetched(`${words.from}/moments`);
  times = new Times(known);
  reels = new Reels(words.from, times, known.reel);
  time = clock();
  range.max = times.length || 1;
  range.disabled = false;
  for (const name of ["play", "back", "on"]) find(name).disabled = false;
  marks();
  clocks(wall, film);
  await document.fonts.ready;
  await go(0);
} catch {
  lost();
}
