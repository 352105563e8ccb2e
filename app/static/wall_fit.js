// How large things stand on the wall: as large as all of them fit.

// Per cent of the screen's width; the smallest is still read from ten metres.
const SIZES = [4.8, 4.2, 3.8, 3.4, 3.1, 2.8, 2.5, 2.25, 2.05, 1.85, 1.7, 1.5, 1.4, 1.3];
const PANNING = 1.5; // what does not fit whole is not made smaller than this
const WIDTHS = ["17em", "13.5em"]; // how slim themes may be, so that few of them stand side by side
const ROW_EM = 0.25; // how high a row of packed cards is, as in wall.css
const SMALLER = [1.35, 1.2, 1.05, 0.9, 0.75]; // where nobody waits for what is out of sight

/** The one of these boards that is in use: the first with something on it that is to be seen, else the statements. */
export function inUse(boards) {
  const statements = boards.find((one) => one.matches(".wall-board"));
  return boards.find((one) => one.offsetParent && one.childElementCount && one !== statements) ?? statements;
}

/**
 * Take the largest size at which everything on a board fits, else one for panning; says whether it fits.
 *
 * Where there are signs of the themes, these are what is looked at: statements that leave no room for them are not shown.
 */
export function fitted(board, smaller = false) {
  const sizes = smaller ? [...SIZES, ...SMALLER] : SIZES;
  board.removeAttribute("data-brief");
  if (sized(board, sizes)) return true;
  if (board.querySelector(".signs")) {
    board.setAttribute("data-brief", "");
    if (sized(board, sizes)) return true;
    board.removeAttribute("data-brief");
  }
  lay(board, smaller ? sizes.at(-1) : PANNING, WIDTHS[0]);
  return false;
}

function sized(board, sizes) {
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
  const widths = board.querySelectorAll(".themes > *").length > 1 ? WIDTHS : WIDTHS.slice(0, 1);
  return widths.some((width) => {
    lay(board, size, width);
    return board.scrollHeight <= board.clientHeight + 1;
  });
}

function lay(board, size, width) {
  board.style.setProperty("--card", size);
  board.style.setProperty("--column", width);
  pack(board);
}

/** Close the cards up, and then the themes, so that a long one leaves no hole beside it. */
function pack(board) {
  close([...board.querySelectorAll(".cards")]);
  close([...board.querySelectorAll(".themes")]);
}

/** Each takes as many low rows as it is tall. */
function close(all) {
  const lists = all.map((list) => {
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
