import type { Task } from '../../../src/tasks/task';
import type { AppState, Digest } from '../../store/state';
import { currentItems, currentTask } from '../../store/test-items';

export interface DigestRow {
  readonly id: 'a' | 'b' | 'float';
  readonly name: string;
  readonly inLink: number;
  /** The number of this tab; null before it is measured on as many items. */
  readonly here: number | null;
}

/** How the numbers that a link promised stand to those of this tab. */
export interface DigestReport {
  readonly state: 'pending' | 'reproduced' | 'differs' | 'network' | 'changed';
  readonly summary: string;
  readonly rows: readonly DigestRow[];
  /** Why, and what to do about it; null when there is nothing to say. */
  readonly advice: string | null;
}

/** Numbers measured in this tab with the settings on screen, as the task's digest has them. */
export interface Measured {
  readonly task: Task;
  readonly images: number;
  readonly weights: string | null;
  readonly numbers: Readonly<Record<'a' | 'b' | 'float', number | null>>;
  /** The settings are no longer those of the link. */
  readonly isChanged: boolean;
}

const NAMES = { a: 'A', b: 'B', float: 'Float' } as const;

/** Compares number by number; a difference is named, never hidden. */
export function compareDigest(digest: Digest, now: Measured): DigestReport {
  const rows = (['a', 'b', 'float'] as const).map((id) => ({
    id,
    name: NAMES[id],
    inLink: digest[id],
    here: now.numbers[id],
  }));
  if (now.weights !== null && now.weights !== digest.weights) {
    return {
      state: 'network',
      summary: 'made with another network',
      rows,
      advice: `The link was made with weights ${digest.weights}, this app has ${now.weights}. The numbers cannot be compared.`,
    };
  }
  if (now.isChanged || now.images !== digest.images) {
    return {
      state: 'changed',
      summary: 'settings changed since',
      rows,
      advice: 'The settings are no longer those of the link. Undo to compare again.',
    };
  }
  if (rows.some((row) => row.here === null))
    return { state: 'pending', summary: 'not yet measured', rows, advice: null };
  const wrong = rows.filter((row) => row.here !== row.inLink);
  if (wrong.length === 0)
    return { state: 'reproduced', summary: 'reproduced, 3 of 3 numbers equal', rows, advice: null };
  const parts = wrong.map((row) => `${row.name} by ${now.task.digest.difference(row.here ?? 0, row.inLink)}`);
  return {
    state: 'differs',
    summary: `differs: ${parts.join(', ')}`,
    rows,
    advice:
      'The same weights gave other predictions. Another version of the app or another back end (without SIMD) is the likely cause.',
  };
}

/** The digest of the numbers on screen; null until all three are measured with the present settings. */
export function digestOf(state: MeasuredState): Digest | null {
  const { task, images, numbers, weights } = measuredOf(state);
  const { a, b, float } = numbers;
  if (a === null || b === null || float === null || weights === null) return null;
  return { images, float, a, b, ...(task.digest.inUnit ? { inUnit: true } : {}), weights };
}

export type MeasuredState = Pick<AppState, 'scores' | 'model' | 'experiment' | 'testData'>;

/** What this tab has measured on the chosen number of items. */
export function measuredOf(state: MeasuredState): Omit<Measured, 'isChanged'> {
  const { scores, model } = state;
  const task = currentTask(state);
  const images = currentItems(state);
  const of = (id: 'a' | 'b' | 'float') => {
    const { status, value } = scores[id];
    return status === 'ready' && value?.n === images ? task.digest.of(value) : null;
  };
  return {
    task,
    images,
    weights: model.status === 'ready' ? model.card.sha256.slice(0, 8) : null,
    numbers: { a: of('a'), b: of('b'), float: of('float') },
  };
}
