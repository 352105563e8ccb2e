// Puts frames on the screen: "put these parts, then drop those", by id. Applying a frame twice does no harm.
/* global htmx */

/** Apply one frame. Parts that exist are morphed by htmx, so that focus and typed text stay; new ones are inserted. */
export function apply(frame) {
  const template = document.createElement("template");
  template.innerHTML = frame.html;
  const seen = new Set();
  for (const element of [...template.content.children]) {
    seen.add(element.id);
    put(element);
  }
  for (const id of frame.drop) document.getElementById(id)?.remove();
  if (frame.whole) {
    for (const old of document.querySelectorAll("[data-part]")) {
      const own = old.id.startsWith("own-");
      if (own === (frame.scope === "own") && !seen.has(old.id) && old.dataset.in) old.remove();
    }
  }
}

function put(element) {
  const existing = document.getElementById(element.id);
  if (existing) {
    for (const fold of existing.querySelectorAll("details[data-stays]")) { // what somebody has opened stays open
      element.querySelector(`#${fold.id}`)?.toggleAttribute("open", fold.open);
    }
    htmx.swap({ text: element.outerHTML, target: existing, swap: "outerMorph", sourceElement: document.body });
  }
  if (element.dataset.in) place(existing ? document.getElementById(element.id) : element);
}

/** Put an element where its container and order say, moving it only if it stands elsewhere. */
function place(element) {
  const container = document.getElementById(element.dataset.in);
  if (!container) return;
  const next = [...container.children].find((other) => other !== element && after(other, element)) ?? null;
  if (element.parentNode === container && sibling(element) === next) return;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  container.insertBefore(element, next);
  focused?.focus({ preventScroll: true }); // moving an element takes its focus away
}

function sibling(element) {
  return element.nextElementSibling;
}

function after(one, other) {
  const difference = Number(one.dataset.order ?? -Infinity) - Number(other.dataset.order);
  return difference > 0 || (difference === 0 && one.id > other.id);
}
