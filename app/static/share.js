// Copy buttons: the clipboard where the browser lets us, else the text is marked so that the hand can copy it.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  label.setAttribute("role", "status");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    label.textContent = (await copied(field.value)) ? button.dataset.done : button.dataset.byHand;
  });
}

/** Plain http in a local network has no clipboard API: the older command does it there. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
