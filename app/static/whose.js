// Finds units by name among those that a workshop may be held for. What is ticked stays in sight.
const field = document.getElementById("find-unit");
const plain = (text) => text.toLocaleLowerCase().normalize("NFC");

if (field) {
  const finder = field.closest("[data-finder]");
  const none = document.querySelector("[data-none-found]");
  const folds = [...document.querySelectorAll("[data-found]")].map((fold) => ({
    fold,
    open: fold.open,
    name: plain(fold.querySelector("summary").firstChild.textContent),
    lines: [...fold.querySelectorAll(".ds-field")].map((line) => ({ line, box: line.querySelector("input"), name: plain(line.textContent) })),
  }));
  let finding = false;

  const find = () => {
    const wanted = plain(field.value).trim();
    let found = 0;
    for (const one of folds) {
      if (!finding && wanted) one.open = one.fold.open;
      let here = 0;
      for (const { line, box, name } of one.lines) {
        const fits = !wanted || name.includes(wanted) || one.name.includes(wanted);
        line.toggleAttribute("data-out", !fits && !box.checked);
        here += fits;
      }
      const ticked = one.lines.some(({ box }) => box.checked);
      one.fold.toggleAttribute("data-out", !here && !ticked);
      one.fold.open = ticked || (wanted ? here > 0 : one.open);
      found += here;
    }
    finding = Boolean(wanted);
    none.textContent = found ? "" : none.dataset.text;
  };

  finder.hidden = false;
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // it finds, and sends nothing
}
