// Commands: their ids, what a form says, and how much one can carry.

const MOST_IDS = 500;
const LISTS = new Set(["statements", "options", "sources", "also"]);
const NOTHING = new Set(["to", "before", "since", "under", "serves", "group", "subject", "into"]); // empty: not said
const VOTES = new Set(["cast_vote", "cast_for"]); // nothing chosen is a list of nothing

// What the desk still sends when its page has been away: typed text. All else is meant for what was on the screen then.
export const TYPED = new Set([
  "edit", "make_theme", "describe_theme", "rename_theme", "add_milestone", "reword_milestone", "tell", "cast_for",
]);
// What is meant for this moment: it is not sent later, and whoever pressed it hears that it did not go through.
export const SWITCHES = new Set([
  "open_submissions", "close_submissions", "reveal", "conceal", "blank", "unblank", "pause_wall", "resume_wall", "close",
  "reopen", "undo", "go_to", "reopen_step", "run_clock", "hold_clock", "add_time", "end_clock", "spotlight", "gather",
  "reveal_some", "settle_unshown", "open_vote", "close_vote", "reopen_vote", "set_tables", "clear_tables",
  "merge_tables", "rotate_tables", "draw_roles", "move_seat", "empty_seat",
]);

/** An id that no other command has. Not crypto.randomUUID: that is missing on plain http in a local network. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** Statements in heaps that one command can carry. */
export function inChunks(ids) {
  const chunks = [];
  for (let at = 0; at < ids.length; at += MOST_IDS) chunks.push(ids.slice(at, at + MOST_IDS));
  return chunks;
}

/** The command whose message has the most bytes. Where one was too large for the server, others may well be stored. */
export function largest(commands) {
  const size = (command) => new Blob([JSON.stringify(command)]).size;
  return commands.reduce((most, command) => (size(command) > size(most) ? command : most));
}

/** The command that a form's fields make up; the same fields as a browser without scripts would post. */
export function commandOf(form, submitter) {
  const command = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (name === "as" || name === "then" || name === "id" || name === "me") continue;
    if (LISTS.has(name)) (command[name] ??= []).push(value);
    else command[name] = value === "" && NOTHING.has(name) ? null : value;
  }
  if (VOTES.has(command.type)) command.options ??= [];
  return command;
}
