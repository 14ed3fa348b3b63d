import type { Layout } from '../quantizers/types';

/** public/models/<id>/card.json: what a model is and where it comes from. */
export interface ModelCard {
  readonly id: string;
  readonly title: string;
  readonly task: 'classify';
  /** Id of a data set in public/data. */
  readonly dataset: string;
  readonly input: {
    readonly shape: readonly number[];
    readonly preprocess: string;
    readonly mean: number;
    readonly std: number;
  };
  readonly output: string;
  /** Measured on all test images with the float weights. */
  readonly accuracy: { readonly correct: number; readonly images: number };
  readonly parameters: number;
  readonly macs: number;
  readonly training: string;
  readonly licence: string;
  /** Lower-case hex SHA-256 of weights.bin. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A kernel that can be quantized, in flow order. */
export interface LayerInfo {
  readonly name: string;
  readonly kind: string;
  readonly layout: Layout;
  readonly shape: readonly number[];
  readonly weights: number;
  /** Multiply-accumulates for one input. */
  readonly macs: number;
}

/** A model as fetched: structured-cloneable, checked, not yet on any backend. */
export interface ModelBundle {
  readonly card: ModelCard;
  /** Parsed model.json. */
  readonly topology: unknown;
  /** weights.bin. */
  readonly weights: ArrayBuffer;
}
