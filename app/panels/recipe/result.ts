import type { NetworkReport } from '../../../src/jobs/reports';
import type { Task } from '../../../src/tasks/task';
import { bytes, count, duration, fixed } from '../../controls/format';
import type { Provenance } from '../../controls/ProvenanceBadge';
import type { Score, Slot } from '../../store/state';

/** What the result block says; a dash stands for what is not known yet. */
export interface ResultText {
  /** Value of the task in its unit. */
  readonly value: string;
  readonly unit: string;
  readonly delta: string;
  readonly interval: string;
  /** The interval alone, for narrow places. */
  readonly range: string;
  /** What `changed` counts; null where nothing is counted. */
  readonly changedLabel: string | null;
  readonly changed: string;
  readonly changedOf: string;
  readonly bits: string;
  readonly size: string;
  readonly ratio: string;
  readonly provenance: Provenance | null;
  /** The numbers belong to other settings than those on screen. */
  readonly isOld: boolean;
  readonly time: string | null;
}

/** Dashes as wide as the numbers that replace them. */
const DASHES = { count: '–,–––', bits: '–.––', size: '––.– KiB' } as const;

const ACCURATE = new Set<Slot<unknown>['status']>(['ready', 'precomputed']);

interface ResultInput {
  readonly task: Task;
  readonly score: Slot<Score>;
  readonly float: Slot<Score>;
  readonly network: Slot<NetworkReport>;
}

/** The numbers of one side as text. */
export function resultText({ task, score, float, network }: ResultInput): ResultText {
  const { value } = score;
  return {
    value: value === null ? task.dash : task.format(value.value),
    unit: task.unit,
    delta: deltaText(task, value, float.value),
    interval: value === null ? `interval ${task.dash} to ${task.dash}` : task.interval(value),
    range: value === null ? `${task.dash} to ${task.dash}` : task.range(value),
    changedLabel: task.changed,
    changed: value === null || value.changed === null ? DASHES.count : count(value.changed),
    changedOf: value === null ? '' : ` of ${count(value.of)}`,
    bits: network.value === null ? DASHES.bits : fixed(network.value.bitsPerWeight, 2),
    size: network.value === null ? DASHES.size : bytes(network.value.bytes),
    ratio: network.value === null ? '' : ` (÷ ${fixed(network.value.floatBytes / network.value.bytes, 1)})`,
    provenance: provenanceOf(score),
    isOld: value !== null && !ACCURATE.has(score.status),
    time: score.status === 'ready' && score.ms !== null ? duration(score.ms) : null,
  };
}

function deltaText(task: Task, score: Score | null, float: Score | null): string {
  if (score === null || float === null || float.n !== score.n) return `${task.dash} vs float`;
  return task.versusFloat(score, float);
}

/** A pre-computed score carries no predictions, whatever happens to it since. */
function provenanceOf({ value }: Slot<Score>): Provenance | null {
  if (value === null) return null;
  return value.predictions === null ? 'precomputed' : 'measured';
}
