import type { Side } from '../experiment/spec';
import type { CalibratedTaps } from './activation-reports';

/** The files that a network can leave as. */
export const FILE_FORMATS = ['onnx', 'packed', 'tfjs', 'numpy', 'torch'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface FileRequest {
  /** Null: the float network. */
  readonly side: Side | null;
  /** Scales of inputs with fixed ranges. */
  readonly taps: CalibratedTaps;
  /** Free text by key that goes into the file. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly format: FileFormat;
  /** gzip'd test images and their labels, for a script that measures. */
  readonly images?: ArrayBuffer;
}

export interface WrittenFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What of the side the file cannot say, in whole sentences. */
  readonly notes: readonly string[];
}

export interface ExportJobs {
  'write-file': { input: FileRequest; progress: never; result: WrittenFile };
}
