import {
  type Answer,
  type Assignment,
  type Goal,
  HIDEABLE_PANELS,
  LOCK_IDS,
  type LockId,
  QUANTITIES,
} from './assignment';

/** An assignment as plain JSON, without what it begins with. Locks and panels are named by their places in their lists. */
export interface CompactAssignment {
  /** Title. */
  i: string;
  /** Text. */
  x?: string;
  /** Locked things. */
  k?: number[];
  /** Hidden panels. */
  h?: number[];
  /** Hidden screens. */
  y?: readonly string[];
  /** Goals. */
  g?: CompactGoal[];
}

/** Place of the quantity, 0 for at least and 1 for at most, value, layer. */
export type CompactGoal = [number, 0 | 1, number, string?];

/** An answer; the challenge stands where a link names its lesson. */
export interface CompactAnswer {
  /** Name. */
  n?: string;
  /** Stored bits per weight. */
  b: number;
  /** Values of the goals. */
  g?: readonly (number | null)[];
}

export function compactAssignment(task: Omit<Assignment, 'start'>): CompactAssignment {
  const { title, text, locked, hiddenPanels, hiddenScreens, goals } = task;
  return {
    i: title,
    ...(text === '' ? {} : { x: text }),
    ...(locked.length === 0 ? {} : { k: places<LockId>(locked, LOCK_IDS) }),
    ...(hiddenPanels.length === 0 ? {} : { h: places(hiddenPanels, HIDEABLE_PANELS) }),
    ...(hiddenScreens.length === 0 ? {} : { y: hiddenScreens }),
    ...(goals.length === 0 ? {} : { g: goals.map(compactGoal) }),
  };
}

export function compactAnswer({ name, bits, values }: Answer): CompactAnswer {
  return {
    ...(name === undefined ? {} : { n: name }),
    b: bits,
    ...(values.length === 0 ? {} : { g: values }),
  };
}

function compactGoal({ quantity, is, value, layer }: Goal): CompactGoal {
  const at = QUANTITIES.indexOf(quantity);
  const relation = is === 'at least' ? 0 : 1;
  return layer === undefined ? [at, relation, value] : [at, relation, value, layer];
}

function places<T>(chosen: readonly T[], all: readonly T[]): number[] {
  return chosen.map((one) => all.indexOf(one));
}
