// The draft in the box for statements: it belongs to what it was typed for, and is never sent to anything else unasked.

/** Wire the box. ``changed`` is called when other words than those typed have come into it. */
export function drafts(kept, stage, box, changed) {
  const offer = document.getElementById("earlier");
  const joined = (...texts) => texts.filter((text) => text?.trim()).join(" ");
  let into = begun();

  /** Whether statements are written in this step, now or when writing opens. */
  function writes() {
    const now = stage();
    return now.open === "yes" || (now.stage === "open" && !("finished" in now) && ["", "write"].includes(now.kind));
  }

  /** What the box is for as the page opens: where nothing is written, for what was typed last. */
  function begun() {
    const now = stage().into;
    return writes() || kept.draft(now) ? now : (Object.keys(kept.drafts).pop() ?? now);
  }

  const earlier = () => Object.entries(kept.drafts).find(([name]) => name !== into);

  function show() {
    const [, text] = earlier() ?? [];
    offer.hidden = text === undefined || !writes();
    offer.querySelector("[data-words]").textContent = text ?? "";
  }

  offer.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    const [name, text] = (pressed && earlier()) ?? [];
    if (name === undefined) return;
    if ("take" in pressed.dataset) box.value = joined(text, box.value);
    kept.draft(name, "");
    changed();
    show();
    box.focus();
  });

  box.value ||= kept.draft(into);
  show();

  return {
    /** The collection that the words in the box are for. */
    get into() { return into; },

    keep() { kept.draft(into, box.value); },

    /** The room may be at another step: its own words come into the box, and those that stood there are offered. */
    follow() {
      if (writes() && stage().into !== into) {
        into = stage().into;
        box.value = kept.draft(into);
        changed();
      }
      show();
    },

    /** Put refused words back before any that have been typed since, with those for the same collection. */
    giveBack(text, where = into) {
      if (!box.value.trim() && !writes()) into = where;
      if (where === into) box.value = joined(text, box.value);
      else kept.draft(where, joined(text, kept.draft(where)));
      changed();
      show();
    },
  };
}
