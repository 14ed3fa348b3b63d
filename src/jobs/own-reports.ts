/** What is said of files that a user opens, and what becomes of them. */
import type { LabelChoice, LabelPlace } from '../io/data/types';
import type { FormatId } from '../io/read/types';
import type { AxisOrder } from '../model/loose-layout';
import type { Distribution } from '../model/random-inputs';
import type { ModelCard } from '../model/types';

/** Of a browser's Blob, what a job needs; the worker boundary keeps it as it is. */
export interface BlobLike {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file with its place in the folder that was given. */
export interface OpenedFile {
  readonly name: string;
  readonly blob: BlobLike;
}

export interface ListedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: number;
}

/** A layer that the engine will run. */
export interface ListedLayer {
  readonly name: string;
  readonly kind: string;
  /** Shape of its output. */
  readonly shape: readonly number[];
}

export interface ListedNetwork {
  readonly input: readonly number[];
  readonly output: 'logits' | 'probabilities';
  readonly outputShape: readonly number[];
  readonly layers: readonly ListedLayer[];
  /** Names of the kernels that can be quantized, and their weights. */
  readonly kernels: readonly { readonly name: string; readonly weights: number }[];
  readonly parameters: number;
  readonly macs: number;
  /** Kinds of words that it takes in place of numbers; null for a network of numbers. */
  readonly words: number | null;
}

/** What the files hold. */
export interface OpenReport {
  readonly format: FormatId;
  readonly title: string;
  readonly notes: readonly string[];
  readonly tensors: readonly ListedTensor[];
  /** Null: weights without a network. */
  readonly network: ListedNetwork | null;
}

/** Values of all chosen tensors of weights without a network: 128 MiB as float32, of which a tab holds a few copies. */
export const MOST_CHOSEN = 2 ** 25;

/** What the user decides about them. */
export interface ModelChoices {
  readonly title: string;
  /** Names of the tensors of weights without a network. */
  readonly tensors: readonly string[];
  readonly order: AxisOrder;
  /** Inputs that a network is compared on. */
  readonly inputs: Distribution;
}

export interface OwnSplit {
  readonly file: string;
  readonly offset: number;
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The data of a user's model, in the form of those that ship. */
export interface OwnData {
  readonly id: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** How many items there are where they are in no files. */
  readonly items?: number;
  readonly test: readonly OwnSplit[];
  readonly train: readonly OwnSplit[];
}

/** A user's model without the bytes of its weights and data; those are named by their SHA-256. */
export interface OwnRecord {
  readonly form: 1;
  readonly card: ModelCard;
  readonly topology: unknown;
  /** Shape of what the network puts out; empty without a network. */
  readonly outputs: readonly number[];
  readonly data: OwnData;
}

export interface OwnFile {
  readonly sha256: string;
  readonly bytes: ArrayBuffer;
}

export interface TakenModel {
  readonly record: OwnRecord;
  readonly files: readonly OwnFile[];
}

/** What a network wants of data. */
export interface WantedData {
  /** Of an input. */
  readonly shape: readonly number[];
  /** How many it tells apart. */
  readonly classes: number;
  /** Of a network that takes the numbers of words: how many it knows. */
  readonly words?: number;
  readonly labels: LabelChoice;
}

/** Examples as they were read. */
export interface DataReport {
  readonly count: number;
  readonly shape: readonly number[];
  readonly notes: readonly string[];
  /** Whole numbers from 0 to 255; other numbers are rounded to 256 levels. */
  readonly areBytes: boolean;
  /** What they are used for; a single example for both. */
  readonly parts: { readonly test: number; readonly train: number };
  /** Where labels could stand. */
  readonly places: readonly LabelPlace[];
  readonly labels: {
    /** The id of one of the places. */
    readonly place: string;
    readonly classes: readonly string[];
    /** Examples of each class. */
    readonly counts: readonly number[];
  } | null;
}

/** What the user decides about data. */
export interface DataChoices {
  /** Name of the model with them, and of the data. */
  readonly name: string;
  readonly title: string;
  /** How a byte becomes an input, as a card says it; other numbers go in as they are. */
  readonly preprocess: string;
  /** Outputs of the network. */
  readonly classes: number;
}

interface Counted {
  readonly done: number;
  readonly total: number;
}

/** Jobs of the worker that reads files. It holds the files that were opened last. */
export interface OwnJobs {
  'open-files': { input: { files: readonly OpenedFile[] }; progress: Counted; result: OpenReport };
  /** Of the files that were opened. Throws RangeError when there are none. */
  'take-model': { input: ModelChoices; progress: Counted; result: TakenModel };
  /** Examples for a network. `resize`: pictures are scaled to its input. */
  'open-data': {
    input: { files: readonly OpenedFile[]; wanted: WantedData; resize: boolean };
    progress: Counted;
    result: DataReport;
  };
  /** The data that were opened, given to a model. Throws RangeError when there are none. */
  'take-data': { input: { record: OwnRecord; choices: DataChoices }; progress: Counted; result: TakenModel };
}
