// The server's time, and the clocks of a step. A device's own clock may be minutes wrong; all screens show the same.

const TRUSTED_MS = 120_000; // after this a newer answer counts, even if it took longer on its way
const MINUTE_MS = 60_000;

/** What the server's clock says, as well as it is known: from the quickest answer of the latest minutes. */
export class Time {
  constructor(painted) {
    this.skew = painted ? painted - Date.now() : 0;
    this.best = Infinity;
    this.learnt = -Infinity;
    this.sent = null;
  }

  get now() { return Date.now() + this.skew; }

  asked() { this.sent = performance.now(); }

  heard(at) {
    if (this.sent === null) return;
    const now = performance.now();
    const took = now - this.sent;
    this.sent = null;
    if (took > this.best && now - this.learnt < TRUSTED_MS) return;
    this.best = took;
    this.learnt = now;
    this.skew = at + took / 2 - Date.now();
  }
}

/** Let the clocks of a page run. They say softly that a minute is left, and that the time is up. */
export function clocks(live, page) {
  const news = document.querySelector(".time-news");
  let told = null;
  let next = 0;

  function tick() {
    clearTimeout(next);
    let soonest = 1_000;
    let runs = false;
    for (const clock of document.querySelectorAll("[data-clock]")) {
      const { ends, left: held, whole } = clock.dataset;
      const left = Math.max(0, ends ? Number(ends) - live.time.now : Number(held));
      const seconds = Math.ceil(left / 1_000);
      const text = left === 0 ? clock.dataset.over : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (clock.textContent !== text) clock.textContent = text;
      clock.style.setProperty("--left", Math.min(1, left / Number(whole)));
      clock.toggleAttribute("data-held", !ends);
      clock.toggleAttribute("data-soon", left > 0 && left <= MINUTE_MS);
      clock.toggleAttribute("data-up", left === 0);
      if (ends) {
        runs = true;
        announce(ends, left);
        if (left) soonest = Math.min(soonest, left - (seconds - 1) * 1_000 + 1);
      }
    }
    if (!runs) announce("", Infinity); // of another step, or a held clock, nothing is said
    next = setTimeout(tick, soonest);
  }

  /** Say it once to screen readers, until there is more time; what ended before the page was opened is no news. */
  function announce(ends, left) {
    const what = left === 0 ? "over" : left <= MINUTE_MS ? "soon" : "";
    const mark = `${ends} ${what}`;
    if (told === mark) return;
    const first = told === null;
    told = mark;
    if (news) news.textContent = what && !first ? page.dataset[what] : "";
  }

  live.addEventListener("frame", tick);
  live.addEventListener("state", tick);
  tick();
}
