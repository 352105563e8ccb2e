// The line to the server: an outbox that outlives the page, command ids, acknowledgements, ping, and joining again.
import { SWITCHES, TYPED, largest, newId } from "./commands.js";
import { apply } from "./screen.js";
import { Time } from "./time.js";

const PING_MS = 20_000;
const PONG_MS = 8_000;
const FIRST_PONG_MS = 4_000;
const POLL_MS = 2_500;
const FAILURES_BEFORE_POLLING = 3;
const LONGEST_WAIT_MS = 10_000;
// A server that starts again is back within seconds, and asking one that is not there costs it nothing.
const SOON_MS = 700;
const SOON_TIMES = 8;
const PROTOCOL = "fremtidsbilde.v1.html";
const TRY_AGAIN = new Set(["too_fast", "not_saved"]);
const CLOSED_FOR_GOOD = new Set([4403, 4404, 4409]); // the page, loaded again, says why
const TOO_LARGE = 1009;
const LASTING_MS = 12 * 3_600_000;
export class Live extends EventTarget {
  /** Events: "answer" (detail: the answer and its command), "frame" (detail: the frame), "state" (detail: the word). */
  constructor(page) {
    super();
    this.audience = page.dataset.livePage;
    this.path = `/w/${page.dataset.code}`;
    this.cursor = page.dataset.cursor;
    this.me = page.dataset.me ?? "";
    this.time = new Time(Number(page.dataset.now));
    this.key = `fremtidsbilde ${page.dataset.code} ${this.audience} ${this.me}`;
    const stored = this.#stored();
    this.since = new Map(stored.map(({ at, command }) => [command.id, at]));
    this.outbox = stored.map(({ command }) => command);
    this.answered = new Map(); // when each was; a command that was refused may be given anew later
    this.failures = 0;
    this.held = null;
    this.#connect();
    addEventListener("online", () => this.#awake());
    addEventListener("offline", () => { this.#drop(); this.#closed(0); }); // the browser knows at once; a ping would take long
    document.addEventListener("visibilitychange", () => document.hidden || this.#awake());
    addEventListener("pageshow", (event) => event.persisted && this.#awake());
  }

  /** Give a command to the room. It is kept until it is answered, whatever happens to the line; a switch is not. */
  send(command) {
    const entry = { id: command.id ?? newId(), ...command };
    this.outbox = [...this.outbox.filter(({ id }) => id !== entry.id), entry];
    this.since.set(entry.id, Date.now());
    this.#store();
    const lost = this.socket.readyState > WebSocket.OPEN && !this.polling;
    if (lost && SWITCHES.has(entry.type)) queueMicrotask(() => this.#giveUp("not_sent"));
    else this.#transmit(entry);
    if (SWITCHES.has(entry.type)) this.#ping(FIRST_PONG_MS); // a dead line is found out while they look
    return entry;
  }

  /** Whether anything has not been answered, here or in another tab of this page. */
  get unanswered() {
    return this.outbox.length > 0 || this.#stored().some((kept) => this.#waits(kept));
  }

  /** Say of switches that are on their way that nobody knows whether they went through, or of those not sent that they did not. */
  #giveUp(reason) {
    for (const command of this.outbox.filter(({ type }) => SWITCHES.has(type))) {
      this.#answered({ type: "refused", id: command.id, reason });
    }
  }

  /** Forget what has not been sent, for the next person at this device. */
  forget() {
    this.outbox = [];
    this.since.clear();
    try {
      localStorage.removeItem(this.key);
    } catch { /* nothing was stored */ }
  }

  /** Keep frames back (while something is being dragged) until the returned function is called. */
  hold() {
    this.held ??= [];
    return () => {
      const frames = this.held ?? [];
      this.held = null;
      frames.forEach((frame) => this.#show(frame));
    };
  }

  /** Take the whole screen anew, where it may show what the server has refused. */
  refresh() {
    this.cursor = "";
    this.socket?.close();
  }

  #connect() {
    clearTimeout(this.retry);
    this.#drop();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = new URLSearchParams({ as: this.audience, since: this.cursor, me: this.me });
    if (this.socket) query.set("again", "");
    const socket = new WebSocket(`${scheme}://${location.host}${this.path}/live?${query}`, PROTOCOL);
    this.socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#heard(JSON.parse(event.data));
    socket.onclose = (event) => this.#closed(event.code);
  }

  /** Let go of a socket for good: whatever it still hears or does concerns nobody. */
  #drop() {
    clearInterval(this.pinging);
    clearTimeout(this.dead);
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }

  /** Some networks let a socket open and then nothing through: contact is what is heard, so ask for a word at once. */
  #opened() {
    this.silent = true;
    this.outbox.forEach((entry) => this.#transmit(entry));
    this.pinging = setInterval(() => this.#ping(), PING_MS);
    this.#ping(FIRST_PONG_MS);
  }

  #contact() {
    this.silent = false;
    this.failures = 0;
    clearInterval(this.polling);
    this.polling = null;
    this.#tell("live");
  }

  #closed(code) {
    clearInterval(this.pinging);
    clearTimeout(this.dead);
    if (CLOSED_FOR_GOOD.has(code)) return location.reload();
    if (!this.polling) this.#giveUp("unsure");
    if (code === TOO_LARGE && this.outbox.length) this.#answered({ type: "refused", id: largest(this.outbox).id, reason: "too_long" });
    this.failures += 1;
    if (this.failures >= FAILURES_BEFORE_POLLING && !this.polling) {
      this.polling = setInterval(() => this.#poll(), POLL_MS);
      this.#poll();
    }
    if (!this.polling) this.#tell("offline");
    this.retry = setTimeout(() => this.#connect(), this.#patience());
  }

  /** How long to wait before coming back: at first as long as the server has asked, later growing; never all at once. */
  #patience() {
    const asked = this.later ?? 300;
    this.later = null;
    if (this.failures === 1) return asked * Math.random();
    const growing = SOON_MS * 1.7 ** Math.max(0, this.failures - SOON_TIMES);
    return Math.min(LONGEST_WAIT_MS, growing) * (0.5 + Math.random());
  }

  /** The phone has woken: a socket that looks open may be dead. */
  #awake() {
    if (this.socket.readyState === WebSocket.OPEN) this.#ping(3_000);
    else this.#connect();
  }

  #ping(patience = PONG_MS) {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.time.asked();
    this.socket.send('{"type":"ping"}');
    clearTimeout(this.dead);
    this.dead = setTimeout(() => {
      if (this.silent) this.failures = FAILURES_BEFORE_POLLING - 1;
      this.#drop();
      this.#closed(0);
    }, patience);
  }

  #heard(message) {
    clearTimeout(this.dead);
    if (message.at) this.time.heard(message.at);
    if (this.silent) this.#contact();
    if (message.type === "frame") this.#frame(message);
    else if (message.type === "later") this.later = 1_000 * message.within;
    else if (message.type === "ack" || message.type === "refused") this.#answered(message);
  }

  #frame(frame) {
    if (frame.cursor) this.cursor = frame.cursor;
    if (this.held) this.held.push(frame);
    else this.#show(frame);
  }

  #show(frame) {
    apply(frame);
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #answered(answer) {
    const command = this.outbox.find((entry) => entry.id === answer.id);
    if (!command) return;
    if (answer.reason === "someone_else") return location.reload(); // it waits for the one who wrote it
    if (answer.type === "refused" && TRY_AGAIN.has(answer.reason)) {
      setTimeout(() => this.#transmit(command), 1_000 * (answer.facts?.retry_after ?? 2));
    } else {
      this.answered.set(command.id, Date.now());
      this.outbox = this.outbox.filter((entry) => entry !== command);
      this.since.delete(command.id);
      this.#store();
    }
    this.dispatchEvent(new CustomEvent("answer", { detail: { ...answer, command } }));
  }

  #transmit(entry) {
    if (!this.outbox.includes(entry)) return;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(entry));
    if (this.polling) this.#post(entry);
  }

  /** The same command as a form, where no socket gets through. */
  async #post(entry) {
    const form = new URLSearchParams({ as: this.audience, me: this.me });
    for (const [name, value] of Object.entries(entry)) {
      for (const item of Array.isArray(value) ? value : [value ?? ""]) form.append(name, item);
    }
    try {
      const response = await fetch(`${this.path}/send`, { method: "POST", body: form, headers: { accept: "application/json" } });
      if (response.status >= 500) return this.#giveUp("not_sent");
      this.#answered(await response.json());
      if (response.ok) this.#ask();
    } catch {
      this.#giveUp("unsure");
      this.#tell("offline");
    }
  }

  async #poll() {
    if (await this.#ask()) this.outbox.forEach((entry) => this.#post(entry));
  }

  /** Fetch what a socket would have brought. One question at a time, so that no older answer comes last. */
  async #ask() {
    if (this.asking) return false;
    this.asking = true;
    try {
      const query = new URLSearchParams({ as: this.audience, since: this.cursor, me: this.me });
      this.time.asked();
      const response = await fetch(`${this.path}/frames?${query}`, { headers: { accept: "application/json" } });
      if (response.status === 409) return location.reload(); // the page is no longer theirs
      if (!response.ok) return false;
      const { frames, at } = await response.json();
      this.time.heard(at);
      if (this.socket.readyState === WebSocket.OPEN && !this.silent) return false; // a socket that speaks knows more by now
      frames.forEach((frame) => this.#frame(frame));
      if (this.polling) this.#tell("polling");
      return true;
    } catch {
      this.#tell("offline");
      return false;
    } finally {
      this.asking = false;
    }
  }

  #tell(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
    const banner = document.getElementById("connection");
    if (!banner) return;
    clearTimeout(this.banner);
    const text = banner.dataset[state];
    if (!text) banner.hidden = true;
    else this.banner = setTimeout(() => { banner.textContent = text; banner.hidden = false; }, 1_500);
  }

  /** What waits in this browser, each command with the time when it was given. */
  #stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]").filter((kept) => this.#lasts(kept));
    } catch {
      return [];
    }
  }

  #lasts({ at, command }) {
    if (this.audience !== "desk") return true;
    return TYPED.has(command.type) && Date.now() - at < LASTING_MS;
  }

  /** Whether nothing has been answered here since it was given. */
  #waits({ at, command }) { return !(at <= this.answered.get(command.id)); }

  /** Other tabs of this page keep theirs in the same place: only what was answered here leaves it. */
  #store() {
    const mine = new Set(this.outbox.map(({ id }) => id));
    const others = this.#stored().filter((kept) => !mine.has(kept.command.id) && this.#waits(kept));
    const own = this.outbox.map((command) => ({ at: this.since.get(command.id), command }));
    try {
      const all = [...others, ...own.filter((kept) => this.#lasts(kept))];
      if (all.length) localStorage.setItem(this.key, JSON.stringify(all));
      else localStorage.removeItem(this.key);
    } catch { /* private browsing without storage: the outbox lives as long as the page */ }
  }
}
