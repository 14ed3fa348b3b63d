/** Examples out of files of a user, with labels or without. */

export interface GivenData {
  /** How many examples. */
  readonly count: number;
  /** Of one example; an image is [height, width, channels]. */
  readonly shape: readonly number[];
  /** The examples, one after the other: bytes where every value is a whole number from 0 to 255, else float32. */
  readonly pixels: Uint8Array | Float32Array;
  readonly labels: GivenLabels | null;
  /** Where labels could stand in these files. */
  readonly places: readonly LabelPlace[];
  /** What was understood, chosen or changed on the way, in whole sentences. */
  readonly notes: readonly string[];
}

export interface GivenLabels {
  /** The id of one of the places. */
  readonly place: string;
  /** The class of each example, as its place in `classes`. */
  readonly of: Uint16Array;
  readonly classes: readonly string[];
}

/** A column of a table, an array, or the folders of pictures. */
export interface LabelPlace {
  readonly id: string;
  /** 'column "y"'. */
  readonly title: string;
}

/** Where labels are taken from: as names and values suggest, from nowhere, or from the place with this id. */
export type LabelChoice = 'find' | 'none' | { readonly place: string };

/** What the network wants that the examples are for; files are read in its light. */
export interface Wanted {
  /** Shape of an input, an image as [height, width, channels]. */
  readonly shape?: readonly number[];
  /** How many classes it tells apart; labels beyond are refused. */
  readonly classes?: number;
  /** 'find' when absent. */
  readonly labels?: LabelChoice;
}

/** A picture that was decoded outside. */
export interface DecodedPicture {
  /** With its folders, separated by "/"; the last folder is its class, where there are classes. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each point, row by row. */
  readonly rgba: Uint8Array | Uint8ClampedArray;
}
