import type { LayerReport } from '../../../src/jobs/reports';
import { value } from '../frame/format';
import type { Frame, Half } from './scales';

export interface Label {
  readonly text: string;
  readonly x: number;
  /** A line nearer to the plot than the grips: beside them there is no room. */
  readonly inward?: true;
  readonly anchor: 'start' | 'end';
}

export interface Grip {
  readonly end: 'low' | 'high';
  readonly x: number;
  /** Threshold in units of the weights. */
  readonly value: number;
  /** The threshold that clips nothing. */
  readonly reach: number;
  /** Spoken value. */
  readonly text: string;
}

export interface ThresholdMarks {
  readonly y: number;
  /** Present range as part of the largest |w| of the median scale group. */
  readonly ratio: number;
  readonly grips: readonly Grip[];
  readonly labels: readonly Label[];
  /** Where nearly all thresholds lie when there are several. */
  readonly bands: readonly (readonly [number, number])[];
  /** Thresholds far outside the band. */
  readonly dots: readonly number[];
}

/** Smallest part of the range that can be set by hand. */
const MIN_RATIO = 0.01;
const BAND = [0.02, 0.98] as const;
const DOT_DISTANCE = 6;
const GRIP_HALF = 5;
const LABEL_GAP = 10;
const CHARACTER = 6.1;

/** Range at ratio 1, and how much of it is used now. */
export interface ClipBase {
  readonly low: number;
  readonly high: number;
  readonly ratio: number;
}

/**
 * The full range that the present clipping range is a part of. `report.clip.ratio` relates the upper end to the largest |w|;
 * of a lopsided range the larger end decides, because one ratio shrinks both.
 */
export function clipBase({ clip }: LayerReport): ClipBase | null {
  const reach = Math.max(Math.abs(clip.low), Math.abs(clip.high));
  if (!Number.isFinite(reach) || reach === 0) return null;
  const largest = clip.high > 0 && clip.ratio > 0 ? clip.high / clip.ratio : reach;
  const ratio = Math.min(Math.max(reach / largest, MIN_RATIO), 1);
  return { low: clip.low / ratio, high: clip.high / ratio, ratio };
}

/** The ratio that puts a grip at a value. */
export function ratioAt(base: ClipBase, end: 'low' | 'high', at: number): number {
  return clampRatio(at / base[end]);
}

/** Rounded to a tenth of a percent, so that links stay short. */
export function clampRatio(ratio: number): number {
  if (Number.isNaN(ratio)) return 1;
  return Math.round(Math.min(Math.max(ratio, MIN_RATIO), 1) * 1000) / 1000;
}

/** Grips of the median group and the spread of all groups; null when the range is not a matter of clipping. */
export function thresholdMarks(
  report: LayerReport,
  frame: Frame,
  half: Half,
  ratio: number | null,
): ThresholdMarks | null {
  const base = clipBase(report);
  if (base === null) return null;
  const now = ratio ?? base.ratio;
  const ends = (['low', 'high'] as const).filter((end) => base[end] !== 0);
  const many = report.thresholds.high.length > 1;
  const places = ends.map((end) => ({
    end,
    reach: base[end],
    value: base[end] * now,
    x: within(frame, frame.x(base[end] * now)),
  }));
  if (!places.every(({ x }) => Number.isFinite(x))) return null;
  const all: Spread = many ? spread(report.thresholds, frame) : { bands: [], dots: [] };
  const median = many ? medianLabel(places, all, frame) : null;
  return {
    y: half.gripY,
    ratio: now,
    grips: places.map((place) => ({
      ...place,
      text: `${value(place.value)}, ${Math.round(now * 100)} % of the largest weight${many ? ' of the median group' : ''}`,
    })),
    labels:
      median === null ? places.map((place) => labelOf(place, places.length > 1 ? places : null, frame)) : [median],
    ...all,
  };
}

type Place = Omit<Grip, 'text'>;

/** Beside the grip, between the two grips where they leave room, else outside of them. */
function labelOf(place: Place, pair: readonly Place[] | null, frame: Frame): Label {
  const { end, x } = place;
  const text = end === 'low' ? value(place.value) : `drag T = ${value(place.value)}`;
  const need = text.length * CHARACTER + LABEL_GAP;
  const [low = x, high = x] = pair?.map((p) => p.x) ?? [];
  const inside = pair !== null && high - low > 200;
  const roomOutside = end === 'low' ? x - frame.left > need - 30 : frame.right - x > need;
  const left = (end === 'low') !== (inside || !roomOutside);
  return left ? { text, x: x - LABEL_GAP, anchor: 'end' } : { text, x: x + LABEL_GAP, anchor: 'start' };
}

/** One label for the median of many groups, beyond the band of all thresholds, or nearer to the plot where it takes the whole width. */
function medianLabel(places: readonly Place[], { bands, dots }: Spread, frame: Frame): Label {
  const text = `median T = ${value(Math.max(...places.map((place) => Math.abs(place.value))))}`;
  const occupied = [...places.map(({ x }) => x), ...bands.flat(), ...dots];
  const right = Math.max(...occupied) + LABEL_GAP + 4;
  if (right + text.length * CHARACTER < frame.right + 8) return { text, x: right, anchor: 'start' };
  const left = Math.min(...occupied) - LABEL_GAP - 4;
  if (left - text.length * CHARACTER > frame.left - 8) return { text, x: left, anchor: 'end' };
  return { text, x: frame.right, anchor: 'end', inward: true };
}

type Spread = Pick<ThresholdMarks, 'bands' | 'dots'>;

function spread({ low, high }: LayerReport['thresholds'], frame: Frame): Spread {
  const ends = [low, high].filter((values) => values.some((v) => v !== 0)).map((values) => values.slice().sort());
  const bands = ends.map((values): [number, number] => [
    frame.x(quantile(values, BAND[0])),
    frame.x(quantile(values, BAND[1])),
  ]);
  const dots = ends.flatMap((values, i) => {
    const [from = 0, to = 0] = bands[i] ?? [];
    const extremes = [values[0] ?? 0, values[values.length - 1] ?? 0].map((v) => frame.x(v));
    return extremes.filter((x) => x < from - DOT_DISTANCE || x > to + DOT_DISTANCE);
  });
  return { bands, dots };
}

function quantile(sorted: Float32Array, q: number): number {
  return sorted[Math.round(q * (sorted.length - 1))] ?? 0;
}

function within({ left, right }: Frame, x: number): number {
  return Math.min(Math.max(x, left + GRIP_HALF), right - GRIP_HALF);
}
