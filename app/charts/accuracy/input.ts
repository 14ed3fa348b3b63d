import type { Side, SideId } from '../../../src/experiment/spec';
import type { Task } from '../../../src/tasks/task';
import type { Score, SweepPoint } from '../../store/state';

/** The present result of a side, with the recipe it was measured with. */
export interface PresentResult {
  readonly side: Side;
  readonly bitsPerWeight: number;
  readonly score: Score;
  /** Belongs to older settings. */
  readonly old: boolean;
}

export interface AccuracyInput {
  readonly task: Task;
  readonly points: readonly SweepPoint[];
  readonly float: Score | null;
  /** Sides that are shown and have a result. */
  readonly present: Readonly<Partial<Record<SideId, PresentResult>>>;
  /** Number of classes or characters; 0 while unknown. */
  readonly classes: number;
}
