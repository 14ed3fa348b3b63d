import { inDecibels, scoreIn } from './decibels';
import type { Task } from './task';

const BRIGHTEST = 255;

/**
 * A larger picture, compared with the one that the float network makes of the same: peak signal-to-noise ratio,
 * 10 log10(255^2 / mean squared error) over all pictures together.
 */
export const superResolution: Task = inDecibels({
  id: 'super-resolution',
  metric: 'PSNR against float',
  short: 'PSNR',
  names: ['picture', 'pictures'],
  prefix: 'test ',
  itemsTitle: 'Test pictures',
  changed: 'Colour values changed',
  whole: 'picture',
  // The eye finds no difference; it has to look for one.
  good: 45,
  fair: 35,
  because: 'the eye finds no difference',
  columns: [
    ['colour values changed', ({ changed }) => changed ?? ''],
    ['colour values', ({ of }) => of],
  ],
  score: (measurement) => {
    const { own, n } = measurement;
    const mean = own.losses.reduce((sum, error) => sum + error, 0) / n;
    return scoreIn(measurement, psnr(mean), Array.from(own.losses, psnr));
  },
});

/** Decibel of a mean squared error of values from 0 to 255; infinite without error. */
export function psnr(meanSquaredError: number): number {
  return 10 * Math.log10((BRIGHTEST * BRIGHTEST) / meanSquaredError);
}
