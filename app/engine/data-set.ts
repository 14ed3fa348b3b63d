/** One file of a data set, as public/data/<id>/index.json lists it. */
export interface Split {
  readonly file: string;
  readonly offset: number;
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The test items of a data set: images with classes, texts, or pictures. */
export interface DataSet {
  readonly id: string;
  readonly title: string;
  /** Classes of images or characters of texts; none for pictures. */
  readonly classes: readonly string[];
  /** How many items there are where they are in no files: the tensors of weights without a network. */
  readonly items?: number;
  /** Files of test items, in order; the first comes with the page. */
  readonly test: readonly Split[];
  /** Files of training images, in order; for calibration and training only. */
  readonly train: readonly Split[];
}
