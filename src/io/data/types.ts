/** Examples with labels out of files of a user. */

export interface LabelledData {
  /** How many examples. */
  readonly count: number;
  /** Of one example; an image is [height, width, channels]. */
  readonly shape: readonly number[];
  /** The examples, one after the other: bytes where every value is a whole number from 0 to 255, else float32. */
  readonly pixels: Uint8Array | Float32Array;
  /** The class of each, as its place in `classes`. */
  readonly labels: Uint16Array;
  readonly classes: readonly string[];
  /** What was chosen or changed on the way, in whole sentences. */
  readonly notes: readonly string[];
}

/** What the network wants that the examples are for; files are read in its light. */
export interface Wanted {
  /** Shape of an input, an image as [height, width, channels]. */
  readonly shape?: readonly number[];
  /** How many classes it tells apart; labels beyond are refused. */
  readonly classes?: number;
}

/** A picture that was decoded outside. */
export interface DecodedPicture {
  /** With its folders, separated by "/"; the last folder is its class. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each point, row by row. */
  readonly rgba: Uint8Array | Uint8ClampedArray;
}
