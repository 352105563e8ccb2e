// The film as it comes from the server: its times, and its screens, fetched a stretch at a time.

// At × 1 a stretch in which nothing changes lasts no longer than this.
const QUIET_S = 3;
const KEPT = 6; // stretches in memory: a long film has dozens, each with hundreds of cards

/** When what happened: film time and workshop time, both in seconds from the beginning. */
export class Times {
  constructor({ began, moments, chapters }) {
    this.began = began;
    this.moments = moments;
    this.chapters = chapters;
    this.starts = [0];
    for (let i = 1; i < moments.length; i++) {
      this.starts.push(this.starts[i - 1] + Math.min(QUIET_S, moments[i] - moments[i - 1]));
    }
    this.length = this.starts.at(-1);
  }

  /** The number of the moment that the film shows at this place. */
  at(place) { return last(this.starts, place); }

  /** The second of the workshop at this place of the film: within a stretch that is shortened, time flies. */
  second(place) {
    const i = this.at(place);
    const shown = this.starts[i + 1] - this.starts[i];
    const passed = this.moments[i + 1] - this.moments[i];
    return this.moments[i] + (shown ? ((place - this.starts[i]) * passed) / shown : 0);
  }

  /** The seconds that are passed over at this place; 0 where the film takes as long as the workshop did. */
  quiet(place) {
    const i = this.at(place);
    const passed = this.moments[i + 1] - this.moments[i];
    return passed > QUIET_S ? passed : 0;
  }

  /** The place at which a second of the workshop is shown. */
  place(second) { return this.starts[last(this.moments, second)]; }

  /** The latest chapter at this place, if any. */
  chapter(place) {
    const second = this.moments[this.at(place)];
    return this.chapters.findLast((one) => one.at <= second);
  }
}

/** Stretches of screens. */
export class Reels {
  constructor(path, times, size) {
    this.path = path;
    this.times = times;
    this.size = size;
    this.reels = new Map();
  }

  /** All parts on the screen at a moment by id, as HTML; null while they are on their way. */
  screen(moment) {
    const number = Math.floor(moment / this.size);
    const reel = this.#reel(number);
    if ((moment + 1) % this.size > this.size / 2) this.#reel(number + 1); // what is played next
    if (!reel.frames) return null;
    const second = this.times.moments[moment];
    const parts = new Map();
    for (const frame of reel.frames) {
      if (frame.at > second) break;
      for (const [id, html] of Object.entries(frame.put)) parts.set(id, html);
      for (const id of frame.drop) parts.delete(id);
    }
    return parts;
  }

  /** Resolves when this moment's screen is there; rejects when it cannot be fetched. */
  ready(moment) { return this.#reel(Math.floor(moment / this.size)).coming; }

  #reel(number) {
    const first = this.times.moments[number * this.size];
    if (first === undefined) return {};
    let reel = this.reels.get(number);
    this.reels.delete(number);
    if (!reel || reel.failed) {
      reel = {};
      reel.coming = fetched(`${this.path}/frames?from=${first}`).then(
        ({ frames }) => { reel.frames = frames.map(quietly); },
        (error) => { reel.failed = true; throw error; },
      );
      reel.coming.catch(() => {}); // who waits for it is told
    }
    this.reels.set(number, reel); // the latest used is the last to go
    if (this.reels.size > KEPT) this.reels.delete(this.reels.keys().next().value);
    return reel;
  }
}

export async function fetched(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** The parts of a frame without the voice that they have on the wall: a film would talk all the time. */
function quietly(frame) {
  const put = Object.entries(frame.put).map(([id, html]) => [id, html.replaceAll(' role="status"', "")]);
  return { ...frame, put: Object.fromEntries(put) };
}

/** The last place in a sorted list with a value that is not larger; the first, where all are. */
function last(sorted, value) {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
