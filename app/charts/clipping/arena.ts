import type { SideId } from '../../../src/experiment/spec';
import type { ClipCodes, ClipMethodReport, ClipPoint, ClipTensorReport } from '../../../src/jobs/clip-reports';
import type { ClipTrace } from '../../../src/clipping/trace';
import { value } from '../frame/format';

/** One estimator of the arena with what it found. */
export interface Method {
  readonly id: string;
  /** Name with the parameter that decides: "Percentile 99.9". */
  readonly label: string;
  readonly point: ClipPoint;
  /** Null for a threshold set by hand. */
  readonly trace: ClipTrace | null;
}

/** What is clipped, in words. */
export interface Subject {
  /** "Weights of fc1", "Gauss sample". */
  readonly title: string;
  /** Plural noun of the values: "weights", "activations", "values". */
  readonly noun: string;
  /** Axis title. */
  readonly axis: string;
}

/** Everything that the charts of the arena draw. */
export interface Arena {
  readonly subject: Subject;
  readonly tensor: ClipTensorReport;
  readonly codes: ClipCodes;
  /** In the order of the menu; the one set by hand last. */
  readonly methods: readonly Method[];
  /** Ids of the two that are compared; `hand` where A was dragged. */
  readonly a: string;
  readonly b: string;
}

/** Id of the threshold set by hand. */
export const HAND = 'hand';

export function methodOf({ methods }: Pick<Arena, 'methods'>, id: string): Method | null {
  return methods.find((method) => method.id === id) ?? null;
}

/** Which of A and B a method is; A when it is both. */
export function sideOf({ a, b }: Pick<Arena, 'a' | 'b'>, id: string): SideId | null {
  if (id === a) return 'a';
  return id === b ? 'b' : null;
}

export function methodFrom(id: string, label: string, report: ClipMethodReport): Method {
  return { id, label, point: report.point, trace: report.trace };
}

/** "−7 to 7, restricted": what the codes are, never implied. */
export function codesText({ bits, kind }: ClipCodes): string {
  const half = 2 ** (bits - 1);
  if (kind === 'unsigned') return `codes 0 to ${2 ** bits - 1}, unsigned`;
  const low = kind === 'full' ? half : half - 1;
  return `codes −${low} to ${half - 1}, signed ${kind}`;
}

/** "MSE 4.57". */
export function flagText({ label, point }: Method): string {
  return `${label} ${value(point.threshold)}`;
}
