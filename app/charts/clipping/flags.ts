/** Labels of vertical lines, stacked in lanes so that no label covers another one or is crossed by a line. */

export interface FlagInput {
  readonly id: string;
  /** Place of the line. */
  readonly x: number;
  /** Width of the label. */
  readonly width: number;
}

export interface Flag {
  readonly id: string;
  readonly x: number;
  /** 0 is the lane next to the plot; the line ends in it. */
  readonly lane: number;
  readonly anchor: 'start' | 'end';
  /** Left and right end of the label. */
  readonly from: number;
  readonly to: number;
}

export interface FlagBounds {
  readonly left: number;
  readonly right: number;
}

/** Between a line and its label, and between neighbours. */
const GAP = 7;
const APART = 4;
/** Placements tried at most for one number of lanes; more are not worth a frame. */
const MAX_TRIALS = 4000;

/**
 * Places the labels in as few lanes as it can: a line reaches up to its own lane, so it must not pass through a label of a
 * lower one. When the search gives up, every label has a lane of its own.
 */
export function placeFlags(inputs: readonly FlagInput[], bounds: FlagBounds): Flag[] {
  const sorted = [...inputs].sort((a, b) => a.x - b.x);
  for (let lanes = 1; lanes < sorted.length; lanes++) {
    const placed = search(sorted, lanes, bounds);
    if (placed !== null) return inOrderOf(inputs, placed);
  }
  // Each in a lane of its own: no line crosses a label when those right of their lines fall to the right, and the other way.
  const falling = sorted.map((input, i) => flagAt(input, sorted.length - 1 - i, 'start'));
  const rising = sorted.map((input, i) => flagAt(input, i, 'end'));
  const outside = (flags: readonly Flag[]) =>
    flags.filter(({ from, to }) => from < bounds.left || to > bounds.right).length;
  return inOrderOf(inputs, outside(falling) < outside(rising) ? falling : rising);
}

function search(inputs: readonly FlagInput[], lanes: number, bounds: FlagBounds): Flag[] | null {
  let trials = 0;
  const extend = (placed: Flag[]): Flag[] | null => {
    const next = inputs[placed.length];
    if (next === undefined) return placed;
    for (let lane = 0; lane < lanes; lane++) {
      for (const anchor of ['start', 'end'] as const) {
        if (++trials > MAX_TRIALS) return null;
        const flag = flagAt(next, lane, anchor);
        if (flag.from < bounds.left || flag.to > bounds.right || placed.some((other) => clash(flag, other))) continue;
        const found = extend([...placed, flag]);
        if (found !== null) return found;
      }
    }
    return null;
  };
  return extend([]);
}

function flagAt({ id, x, width }: FlagInput, lane: number, anchor: 'start' | 'end'): Flag {
  const from = anchor === 'start' ? x + GAP : x - GAP - width;
  return { id, x, lane, anchor, from, to: from + width };
}

function clash(a: Flag, b: Flag): boolean {
  if (a.lane === b.lane && a.from < b.to + APART && b.from < a.to + APART) return true;
  return crosses(a, b) || crosses(b, a);
}

/** Whether the line of one passes through the label of the other. */
function crosses(line: Flag, label: Flag): boolean {
  return line.lane >= label.lane && line.x > label.from - APART && line.x < label.to + APART;
}

function inOrderOf(inputs: readonly FlagInput[], flags: readonly Flag[]): Flag[] {
  return inputs.map(({ id }) => flags.find((flag) => flag.id === id)!);
}
