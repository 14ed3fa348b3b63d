import type { Layout } from '../quantizers/types';

/** What a model is for, which decides what is measured of it. */
export type TaskId = 'classify' | 'language' | 'super-resolution' | 'output' | 'weights';

/** public/models/<id>/card.json: what a model is and where it comes from. */
export type ModelCard = CardFacts & FloatMetric;

/** What a card says besides what was measured. */
export interface CardFacts {
  readonly id: string;
  readonly title: string;
  /** Id of a data set in public/data. */
  readonly dataset: string;
  readonly input: {
    readonly shape: readonly number[];
    readonly preprocess: string;
    readonly mean: number;
    readonly std: number;
  };
  readonly output: string;
  readonly parameters: number;
  readonly macs: number;
  readonly training: string;
  /** Seconds that the training took where the model was made; computed models have none. */
  readonly trainingSeconds?: number;
  readonly licence: string;
  /** Lower-case hex SHA-256 of weights.bin. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Measured on the whole test set with the float weights; left out where nobody has. What is compared with the float weights
 * themselves has nothing to say.
 */
export type FloatMetric =
  | { readonly task: 'classify'; readonly accuracy?: { readonly correct: number; readonly images: number } }
  | { readonly task: 'language'; readonly text: { readonly bitsPerCharacter: number; readonly characters: number } }
  | { readonly task: 'super-resolution' | 'output' | 'weights' };

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
