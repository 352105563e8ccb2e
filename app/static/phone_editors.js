// The editors of one's own statements: an open one is left alone by incoming frames, and what is typed into it is kept.

/** Say of a card or an editor what its text waits for: "sending", "offline", "kept", "earlier" or nothing. */
export function waits(where, what) {
  for (const word of ["sending", "offline", "kept", "earlier"]) where.querySelector(`[data-${word}]`).hidden = word !== what;
}

/** Wire the editors among the cards of ``own``. */
export function editors(live, kept, own) {
  const restored = new Set();
  const editorOf = (statement) => document.getElementById(`own-${statement}`)?.querySelector("details");
  const statementOf = (editor) => editor.closest(".own").id.slice(4);
  const textOf = (editor) => editor.querySelector("textarea");
  const part = (editor, name) => editor.querySelector(`[data-edit-${name}]`);

  function fill(editor, text) {
    textOf(editor).value = text;
    editor.toggleAttribute("data-editing", true);
    editor.open = true;
  }

  function close(editor) {
    editor.querySelector("form").reset(); // what the server says from now on shows in it again
    editor.open = false;
    editor.toggleAttribute("data-editing", false);
    tell(editor, "");
  }

  function tell(editor, message) {
    const problem = part(editor, "problem");
    problem.textContent = message;
    problem.hidden = !message;
  }

  own.addEventListener("toggle", ({ target: editor }) => {
    if (!editor.matches("details")) return;
    const text = kept.rewordings[statementOf(editor)];
    const mayEdit = editor.closest(".own").dataset.open === "yes" || text !== undefined;
    editor.toggleAttribute("data-editing", editor.open && mayEdit); // else there is only to take back
    if (editor.open && text !== undefined) textOf(editor).value = text;
  }, true);

  own.addEventListener("input", ({ target }) => {
    const editor = target.closest("details");
    kept.reword(statementOf(editor), target.value === target.defaultValue ? null : target.value);
    tell(editor, "");
    states();
  });

  own.addEventListener("click", ({ target }) => {
    const editor = target.closest("[data-discard]")?.closest("details");
    if (!editor) return;
    kept.reword(statementOf(editor), null);
    kept.drop(statementOf(editor));
    close(editor);
    editor.querySelector("summary").focus();
    states();
  });

  /** Say of each editor what its text waits for. */
  function states() {
    const waiting = kept.waiting;
    for (const editor of own.querySelectorAll("details")) {
      const edit = ({ type, statement }) => (type === "edit" || type === "withdraw") && statement === statementOf(editor);
      const going = live.outbox.some(edit);
      const what = going ? (live.state === "live" ? "sending" : "offline") : waiting.some(edit) ? "kept" : "";
      const sentElsewhere = !what && !part(editor, "state").hidden && !editor.querySelector("[data-kept]").hidden;
      if (sentElsewhere && !(statementOf(editor) in kept.rewordings)) {
        textOf(editor).defaultValue = editor.closest(".own").querySelector(".words").textContent;
        close(editor);
      }
      part(editor, "state").hidden = !what;
      waits(editor, what);
      const card = editor.closest(".own");
      card.toggleAttribute("data-going", Boolean(what));
      card.toggleAttribute("data-refused", !part(editor, "problem").hidden);
      editor.querySelector("[data-discard]").hidden = going || !(what || statementOf(editor) in kept.rewordings);
    }
  }

  return {
    states,

    /** Put what was typed before back into editors that have just come on the screen. */
    restore() {
      for (const [statement, text] of Object.entries(kept.rewordings)) {
        const editor = editorOf(statement);
        if (!editor || restored.has(statement)) continue;
        restored.add(statement);
        fill(editor, text);
      }
    },

    /** It is stored: the editor closes, unless more has been typed since. What is about no statement of one's own waits on. */
    done({ type, statement, text }) {
      if (type !== "edit" && type !== "withdraw") return undefined;
      const editor = editorOf(statement);
      if (type === "withdraw" || !editor) return forget(statement);
      textOf(editor).defaultValue = text;
      const typed = kept.rewordings[statement] ?? textOf(editor).value;
      if (typed !== text) return undefined;
      kept.reword(statement, null);
      return close(editor);
    },

    /** Put refused words back, unless more has been typed since. False where the card is no longer there. */
    giveBack({ statement, text }) {
      const editor = editorOf(statement);
      if (!editor) return false;
      const typed = kept.rewordings[statement] ?? text;
      kept.reword(statement, typed);
      fill(editor, typed);
      return true;
    },

    /** Say at its card what became of a command. False where the card is not there. */
    say({ statement }, message) {
      const editor = statement && editorOf(statement);
      if (!editor) return false;
      tell(editor, message);
      return true;
    },
  };

  function forget(statement) {
    kept.reword(statement, null);
    kept.drop(statement);
  }
}
