import type { NetworkReport } from '../../../src/jobs/reports';
import { bytes, count, duration, fixed, percent, points } from '../../controls/format';
import type { Provenance } from '../../controls/ProvenanceBadge';
import type { Score, Slot } from '../../store/state';

/** What the result block says; a dash stands for what is not known yet. */
export interface ResultText {
  readonly accuracy: string;
  readonly delta: string;
  readonly interval: string;
  /** The interval alone, for narrow places. */
  readonly range: string;
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
const DASHES = { accuracy: '––.–', count: '–,–––', bits: '–.––', size: '––.– KiB' } as const;

const ACCURATE = new Set<Slot<unknown>['status']>(['ready', 'precomputed']);

/** The numbers of one side as text. */
export function resultText(score: Slot<Score>, float: Slot<Score>, network: Slot<NetworkReport>): ResultText {
  const { value } = score;
  return {
    accuracy: value === null ? DASHES.accuracy : percent(value.correct / value.n),
    delta: value === null ? '––.– vs float' : deltaText(value, float.value),
    interval: `95 % interval ${rangeText(value)}${value === null ? '' : `, n = ${count(value.n)}`}`,
    range: rangeText(value),
    changed: value === null || value.changed === null ? DASHES.count : count(value.changed),
    changedOf: value === null ? '' : ` of ${count(value.n)}`,
    bits: network.value === null ? DASHES.bits : fixed(network.value.bitsPerWeight, 2),
    size: network.value === null ? DASHES.size : bytes(network.value.bytes),
    ratio: network.value === null ? '' : ` (÷ ${fixed(network.value.floatBytes / network.value.bytes, 1)})`,
    provenance: provenanceOf(score),
    isOld: value !== null && !ACCURATE.has(score.status),
    time: score.status === 'ready' && score.ms !== null ? duration(score.ms) : null,
  };
}

function rangeText(score: Score | null): string {
  return score === null ? '––.– to ––.–' : `${percent(score.low)} to ${percent(score.high)}`;
}

function deltaText(score: Score, float: Score | null): string {
  if (float === null || float.n !== score.n) return '––.– vs float';
  return `${points((score.correct - float.correct) / score.n)} vs float`;
}

/** A pre-computed score carries no predictions, whatever happens to it since. */
function provenanceOf({ value }: Slot<Score>): Provenance | null {
  if (value === null) return null;
  return value.predictions === null ? 'precomputed' : 'measured';
}
