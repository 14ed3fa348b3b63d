/** What the jobs of the Granularity ladder take and send. */
import type { Recipe } from '../experiment/spec';
import type { CodeLayout } from '../quantizers/layout';
import type { ScaleRegions, StorageBits } from './reports';

/** A layer of the model in the worker, what goes into one, or numbers that come along: a picture, a matrix to compute by hand. */
export type LadderTensor =
  | { readonly kind: 'layer'; readonly layer: string }
  /** Values handed over by `clip-load`: a row for each channel, a column for each position of each image. */
  | { readonly kind: 'tap'; readonly id: string; readonly layer: string }
  | {
      readonly kind: 'matrix';
      /** Differs between different data. */
      readonly id: string;
      /** Length of the axis along which scales are shared, and number of channels. */
      readonly rows: number;
      readonly columns: number;
      /** Row-major. */
      readonly data: Float32Array;
    };

/** One value put in by hand: `factor` times the largest finite magnitude, with the sign of the value in its place. */
export interface Outlier {
  /** Beyond the end it is counted from the start again. */
  readonly index: number;
  readonly factor: number;
}

export interface LadderSubject {
  readonly tensor: LadderTensor;
  readonly outlier: Outlier | null;
  readonly seed: number;
  /** Index of the selected value; one beyond the tensor stands for the last. */
  readonly at: number;
}

/** How a tensor is quantized on a rung. */
export interface LadderRung {
  readonly recipe: Recipe;
  /** Rows and columns change places before: what the recipe calls a channel is then a row of the tensor. */
  readonly turned?: boolean;
}

export interface LadderInput extends LadderSubject {
  readonly rungs: readonly (LadderRung & { readonly id: string })[];
  /** Most rows and columns of the part of the tensor that the maps show. */
  readonly window: { readonly rows: number; readonly columns: number };
}

/** A part of the matrix: where it begins and how large it is. */
export interface Window {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** The tensor that all rungs are applied to, the outlier included. */
export interface SubjectReport {
  readonly rows: number;
  readonly columns: number;
  readonly n: number;
  /** Largest finite magnitude. */
  readonly absMax: number;
  /** The selected value; -1 in an empty tensor. */
  readonly at: number;
  readonly window: Window;
  /** Values of the window, row-major. */
  readonly floats: Float32Array;
  /** The value that was put in, and the one in its place before. */
  readonly outlier: { readonly index: number; readonly from: number; readonly to: number } | null;
  /** Values that passed the tap and images that they came from; null for what is no tap. */
  readonly tap: { readonly values: number; readonly images: number } | null;
  readonly nonFinite: number;
  /** All finite values are equal. */
  readonly constant: boolean;
  /** Channels without any value but 0. */
  readonly zeroChannels: number;
}

export interface RungReport {
  readonly id: string;
  readonly mse: number;
  /** 10 log10(sum x^2 / sum (x-y)^2); Infinity without error. */
  readonly sqnrDb: number;
  readonly maxError: number;
  /** All errors w_hat - w in equal bins over [-limit, limit]; the limit is a power of two, 0 without any error. */
  readonly errorBins: { readonly limit: number; readonly counts: Uint32Array };
  readonly bitsPerWeight: number;
  readonly storage: StorageBits;
  /** Groups that share a scale or an exponent. */
  readonly groups: number;
  /** `row`: all values of a row share a scale. */
  readonly regions: ScaleRegions | { readonly kind: 'row'; readonly rowsPerGroup: 1 };
  /** Values of a sub-block that share a second exponent; null without any. */
  readonly pair: number | null;
  /** What shares the second, coarser scale; null without one. */
  readonly coarse: 'channel' | 'tensor' | null;
  readonly window: Window;
  /** |w_hat - w| and w_hat of the window, row-major. */
  readonly errors: Float32Array;
  readonly values: Float32Array;
  readonly codes: Int32Array;
  /** What the group of the selected value can represent; empty above 512 levels. */
  readonly levels: Float32Array;
  /** What the outlier does to the other values; null without one. */
  readonly damage: Damage | null;
}

export interface Damage {
  /** Other values that are restored differently than without the outlier. */
  readonly touched: number;
  /** Mean squared error of the other values, without and with it. */
  readonly mseBefore: number;
  readonly mseAfter: number;
}

/** What a rung costs and keeps, and nothing else. */
export type RungError = Pick<RungReport, 'id' | 'mse' | 'sqnrDb' | 'bitsPerWeight'>;

export interface LadderReport {
  readonly subject: SubjectReport;
  readonly rungs: readonly (RungReport | { readonly id: string; readonly problem: string })[];
}

/** One value of a block with the bits that it is restored from. */
export interface CodeEntry {
  readonly index: number;
  readonly row: number;
  readonly value: number;
  readonly quantized: number;
  readonly layout: CodeLayout;
  /** Number of its sub-block in the tensor; values with the same number share a micro-exponent. */
  readonly pair: number;
}

/** The selected value and its neighbours along the axis that shares scales. */
export interface CodeReport {
  readonly at: number;
  /** Rows and columns have changed places: `row` and `column` are those of the turned tensor. */
  readonly turned: boolean;
  readonly row: number;
  readonly column: number;
  /** Values that share the first scale with it, and how many of them are listed. */
  readonly shared: number;
  readonly entries: readonly CodeEntry[];
}

interface Job<Input, Result> {
  input: Input;
  progress: { done: number; total: number };
  result: Result;
}

export interface LadderJobs {
  /** One tensor under several recipes. A recipe that cannot be carried out is answered with its problem. */
  ladder: Job<LadderInput, LadderReport>;
  /** Error and stored bits alone, of rungs that are not kept: those of other widths. */
  'ladder-errors': Job<LadderSubject & Pick<LadderInput, 'rungs'>, readonly RungError[]>;
  /** The bits of one value and of its neighbours under one recipe. */
  'inspect-code': Job<LadderSubject & LadderRung, CodeReport>;
}
