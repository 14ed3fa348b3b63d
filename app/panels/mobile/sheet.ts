/** The heights at which the recipe sheet comes to rest. */
export const SHEET_STOPS = ['peek', 'half', 'full'] as const;
export type SheetStop = (typeof SHEET_STOPS)[number];

const PEEK_PX = 64;
/** Percent of the height of the window. */
const SHARES = { half: 28, full: 80 } as const;

/** Height of a stop in CSS pixels for a window of the given height. */
export function stopHeight(stop: SheetStop, windowHeight: number): number {
  if (stop === 'peek') return PEEK_PX;
  return Math.round((windowHeight * SHARES[stop]) / 100);
}

/** The same as CSS has it, which follows the window when that changes. */
export function stopLength(stop: SheetStop): string {
  return stop === 'peek' ? `${PEEK_PX}px` : `${SHARES[stop]}dvh`;
}

/** The stop nearest to a height, as where a drag was let go. */
export function nearestStop(height: number, windowHeight: number): SheetStop {
  let best: SheetStop = 'peek';
  for (const stop of SHEET_STOPS) {
    const distance = Math.abs(stopHeight(stop, windowHeight) - height);
    if (distance < Math.abs(stopHeight(best, windowHeight) - height)) best = stop;
  }
  return best;
}

/** The stop after a press on the handle: up to full, then back to peek. */
export function nextStop(stop: SheetStop): SheetStop {
  return SHEET_STOPS[(SHEET_STOPS.indexOf(stop) + 1) % SHEET_STOPS.length] ?? 'peek';
}
