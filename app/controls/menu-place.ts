/** Edges of a box in pixels of the window. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What stays between a list and the edges at the sides. */
const MARGIN = 4;
/** The top bar and the footer, which lists do not go under. */
const TOP = 52;
const FOOT = 28;

/**
 * How a list that stands below its button is moved to stay in a window of the given size: sideways, and above the button
 * where there is room above and not below.
 */
export function placeOf(
  list: Box,
  button: Box,
  window: { readonly width: number; readonly height: number },
): { readonly dx: number; readonly isAbove: boolean } {
  const overRight = Math.max(0, list.right - (window.width - MARGIN));
  const overLeft = Math.max(0, MARGIN - (list.left - overRight));
  const height = list.bottom - list.top;
  const gap = list.top - button.bottom;
  const isAbove = list.bottom > window.height - FOOT && button.top - gap - height >= TOP;
  return { dx: overLeft - overRight, isAbove };
}
