import type { TaskId } from '../../../src/model/types';

/** What a task measures, in words that fit under a number or over a column. */
export const SCORE_NAMES: Readonly<Record<TaskId, { readonly name: string; readonly short: string }>> = {
  classify: { name: 'accuracy, %', short: 'acc., %' },
  language: { name: 'bits / char.', short: 'bits/char' },
  'super-resolution': { name: 'PSNR, dB', short: 'PSNR, dB' },
  output: { name: 'output SQNR, dB', short: 'SQNR, dB' },
  weights: { name: 'SQNR, dB', short: 'SQNR, dB' },
};
