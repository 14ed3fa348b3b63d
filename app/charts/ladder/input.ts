import type { Rung } from '../../../src/experiment/rungs';
import type { Score } from '../../../src/tasks/score';
import type { Task } from '../../../src/tasks/task';
import type { RungError, RungReport, SubjectReport } from '../../../src/jobs/ladder-reports';

/** What the whole network measured under a rung, in the unit of its task. */
export interface RungScore extends Score {
  /** Stored bits per weight of the whole network. */
  readonly bitsPerWeight: number;
}

/** One rung as the charts draw it. */
export interface RungInput {
  readonly rung: Rung;
  readonly report: RungReport | null;
  readonly problem: string | null;
  /** Null before it is measured, and where there is no network. */
  readonly score: RungScore | null;
}

/** What kind of numbers the tensor holds: this decides the name of a value and the measure of error. */
export type SubjectKind = 'weights' | 'activations' | 'example' | 'picture';

/** Whether the tensor belongs to a network, whose score can be measured. */
export function hasNetwork(kind: SubjectKind): boolean {
  return kind === 'weights' || kind === 'activations';
}

/** One way to share scales at every width of a code. */
export interface Family {
  /** That of the rung which it goes through. */
  readonly id: string;
  readonly points: readonly {
    readonly bits: number;
    /** Null before they are measured. */
    readonly error: RungError | null;
    readonly score: RungScore | null;
  }[];
}

export interface LadderInputs {
  /** What the network is for: the name and unit of its scores. */
  readonly task: Task;
  readonly kind: SubjectKind;
  readonly subject: SubjectReport;
  readonly rungs: readonly RungInput[];
  /** The integer rungs at all widths. */
  readonly families: readonly Family[];
  /** The rung whose bits are shown. */
  readonly selected: string;
  readonly look: 'values' | 'error';
}

export interface LadderActions {
  readonly selectRung: (id: string) => void;
  /** The value at an index of the tensor; the last step of a gesture commits. */
  readonly selectValue: (index: number, options: { commit: boolean }) => void;
}
