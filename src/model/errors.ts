/** Why a model cannot be used. */
export type ModelErrorCode =
  | 'bad-card'
  | 'bad-json'
  | 'unsupported-preprocess'
  | 'unsupported-topology'
  | 'unsupported-layer'
  | 'unsupported-option'
  | 'unsupported-dtype'
  | 'bad-shape'
  | 'missing-weights'
  | 'unexpected-weights'
  | 'truncated'
  | 'oversized'
  | 'tampered';

/** What the reader can do about each kind of failure. */
const NEXT: Readonly<Record<ModelErrorCode, string>> = {
  'bad-card': 'Compare card.json with the one of a model that loads.',
  'bad-json': 'Export the model again as a TensorFlow.js layers model.',
  'unsupported-preprocess': 'Write the preprocessing as "(pixel/255 - mean)/std", "pixel/255", "pixel" or "token".',
  'unsupported-topology': 'Export a Sequential or functional model with one input, one output and no nested model.',
  'unsupported-layer': 'Rebuild the network from supported layers.',
  'unsupported-option': 'Rebuild the layer with a supported value of this option.',
  'unsupported-dtype': 'Export the weights as float32, without quantization.',
  'bad-shape': 'Check that model.json and weights.bin belong together.',
  'missing-weights': 'Check that model.json and weights.bin belong together.',
  'unexpected-weights': 'Check that model.json and weights.bin belong together.',
  truncated: 'Load the model again; the download broke off.',
  oversized: 'Check that model.json and weights.bin belong together.',
  tampered: 'Load the model again; if this stays, the file on the server is not the published one.',
};

/** A model that cannot be used. The message holds the cause and the next step, so that it survives as plain text. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;
  /** What is wrong, naming the file, layer or field. */
  readonly reason: string;
  /** What the reader can do. */
  readonly next: string;

  constructor(code: ModelErrorCode, reason: string) {
    super(`${reason} ${NEXT[code]}`);
    this.code = code;
    this.reason = reason;
    this.next = NEXT[code];
  }
}
