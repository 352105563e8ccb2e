// Commands: their ids, what a form says, and how much one can carry.

const MOST_IDS = 500;

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
    if (name === "as" || name === "then" || name === "id") continue;
    if (name === "statements") (command.statements ??= []).push(value);
    else command[name] = value === "" && (name === "to" || name === "before") ? null : value;
  }
  return command;
}
