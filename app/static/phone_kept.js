// What a phone keeps of one participant's words until the server has them: by participant, so that the next person at a
// shared device finds nothing. Without storage (some private windows) it lives as long as the page.

export class Kept {
  constructor(code, me) {
    this.here = `fremtidsbilde ${code} here`;
    this.prefix = `fremtidsbilde ${code} phone ${me}`;
    this.me = me;
    this.memory = new Map();
  }

  /** What has been typed into the box and not sent, by the collection that it was typed for; the latest one last. */
  get drafts() { return this.#read("drafts", {}); }

  /** The draft for a collection; with a second argument, keep that. */
  draft(into, text) {
    const all = this.drafts;
    if (text === undefined) return all[into] ?? "";
    if (text === (all[into] ?? "")) return text;
    delete all[into];
    if (text) all[into] = text;
    this.#write("drafts", Object.keys(all).length ? all : null);
    return text;
  }

  /** What has been typed into the editors of own statements, by statement. */
  get rewordings() { return this.#read("rewordings", {}); }

  reword(statement, text) {
    const all = this.rewordings;
    if (text === null) delete all[statement];
    else all[statement] = text;
    this.#write("rewordings", Object.keys(all).length ? all : null);
  }

  /** What has been typed into the form of a task, by field; with a second argument, keep that. */
  task(form, typed) {
    const all = this.#read("tasks", {});
    if (typed === undefined) return all[form];
    if (typed) all[form] = typed;
    else delete all[form];
    this.#write("tasks", Object.keys(all).length ? all : null);
    return typed;
  }

  /** Commands that came while writing was closed: they wait for it to open. Of one statement the latest edit counts. */
  get waiting() { return this.#read("waiting", []); }
  set waiting(commands) { this.#write("waiting", commands.length ? commands : null); }

  wait(command) {
    const same = (other) => other.id === command.id || (command.type === "edit" && other.statement === command.statement);
    this.waiting = [...this.waiting.filter((other) => !same(other)), command];
  }

  drop(id) { this.waiting = this.waiting.filter((command) => command.id !== id && command.statement !== id); }

  /** Tell the other tabs who is here now, and call ``changed`` when another tab says that it is somebody else. */
  takePlace(changed) {
    this.#store(this.here, this.me);
    addEventListener("storage", ({ key, newValue }) => key === this.here && newValue !== this.me && changed());
  }

  /** Leave nothing behind. */
  forget() {
    this.memory.clear();
    for (const what of ["drafts", "rewordings", "waiting", "tasks"]) this.#store(`${this.prefix} ${what}`, null);
    this.#store(this.here, null);
  }

  #read(what, otherwise) {
    try {
      const kept = localStorage.getItem(`${this.prefix} ${what}`);
      if (kept !== null) return JSON.parse(kept);
    } catch { /* no storage */ }
    return this.memory.get(what) ?? otherwise;
  }

  #write(what, value) {
    if (this.#store(`${this.prefix} ${what}`, value === null ? null : JSON.stringify(value))) this.memory.delete(what);
    else if (value === null) this.memory.delete(what);
    else this.memory.set(what, value);
  }

  #store(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }
}
