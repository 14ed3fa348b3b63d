/** Why files cannot be read. */
export type ReadErrorCode =
  | 'no-files'
  | 'unknown-format'
  | 'missing-file'
  | 'ambiguous'
  | 'truncated'
  | 'damaged'
  | 'bad-shape'
  | 'bad-place'
  | 'duplicate-name'
  | 'unsupported-dtype'
  | 'too-large'
  | 'bad-row'
  | 'bad-label'
  | 'bad-word'
  | 'not-finite'
  | 'unequal-counts';

/** What the user can do about each kind of failure. */
const NEXT: Readonly<Record<ReadErrorCode, string>> = {
  'no-files': 'Choose a file.',
  'unknown-format':
    'Give a TensorFlow.js model (model.json with its weight files, or both in a zip), .safetensors, .npy, .npz or .onnx.',
  'missing-file': 'Give all files of the model together, or the folder or zip that holds them.',
  ambiguous: 'Give one model at a time.',
  truncated: 'Copy or download the file again: it ends too early.',
  damaged: 'Export the file again with the program that made it.',
  'bad-shape': 'Export the file again with the program that made it.',
  'bad-place': 'Export the file again with the program that made it.',
  'duplicate-name': 'Give each tensor a name of its own and export the file again.',
  'unsupported-dtype': 'Convert the tensor to float32 and export the file again.',
  'too-large': 'Export a smaller part of it.',
  'bad-row': 'Give every row one field for each column.',
  'bad-label': 'Number the classes from 0, as the outputs of the network are.',
  'bad-word': 'Number the words as the network does.',
  'not-finite': 'Replace or leave out the example.',
  'unequal-counts': 'Give one label for each example.',
};

/** Files that cannot be read. The message holds the cause and the next step, so that it survives as plain text. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly code: ReadErrorCode;
  /** What is wrong, naming the file and the place in it. */
  readonly reason: string;
  /** What the user can do. */
  readonly next: string;

  constructor(code: ReadErrorCode, reason: string, next = NEXT[code]) {
    super(`${reason} ${next}`);
    this.code = code;
    this.reason = reason;
    this.next = next;
  }
}

/** A name out of a file as a message shows it. */
export function quoted(name: string): string {
  return `"${name.length > 80 ? `${name.slice(0, 80)}…` : name}"`;
}

/** The first names of a list, each in quotes. */
export function listed(names: readonly string[]): string {
  const more = names.length > 5 ? `, … ${names.length - 5} more` : '';
  return `${names.slice(0, 5).map(quoted).join(', ')}${more}`;
}
