// How large things stand on the wall: as large as all of them fit.

// Per cent of the screen's width; the smallest is still read from ten metres.
const SIZES = [4.8, 4.2, 3.8, 3.4, 3.1, 2.8, 2.5, 2.25, 2.05, 1.85, 1.7, 1.5];
const ROW_EM = 0.25; // how high a row of packed cards is, as in wall.css
const SMALLER = [1.35, 1.2, 1.05, 0.9, 0.75]; // where nobody waits for what is out of sight

/** The one of these boards that is in use: the first with something on it that is to be seen, else the statements. */
export function inUse(boards) {
  const statements = boards.find((one) => one.matches(".wall-board"));
  return boards.find((one) => one.offsetParent && one.childElementCount && one !== statements) ?? statements;
}

/** Take the largest size at which everything on a board fits, else the smallest; says whether it fits. */
export function fitted(board, smaller = false) {
  const sizes = smaller ? [...SIZES, ...SMALLER] : SIZES;
  let [low, high] = [0, sizes.length - 1];
  if (!fits(board, sizes[high])) return false; // what is much is measured once
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(board, sizes[middle])) high = middle;
    else low = middle + 1;
  }
  return fits(board, sizes[low]);
}

function fits(board, size) {
  board.style.setProperty("--card", size);
  pack(board);
  return board.scrollHeight <= board.clientHeight + 1;
}

/** Close the cards up, so that a long one leaves no hole beside it: each takes as many low rows as it is tall. */
function pack(board) {
  const lists = [...board.querySelectorAll(".cards")].map((list) => {
    const style = getComputedStyle(list);
    const columns = style.gridTemplateColumns.split(" ").length;
    const row = parseFloat(style.fontSize) * ROW_EM;
    const spans = [...list.children].map((card) => Math.ceil((card.offsetHeight + parseFloat(style.columnGap)) / row));
    return { list, spans, several: columns > 1 && spans.length > columns };
  });
  for (const { list, spans, several } of lists) { // after all have been measured
    list.toggleAttribute("data-packed", several);
    if (several) spans.forEach((span, n) => list.children[n].style.setProperty("--span", span));
  }
}
