import type { Predict } from './step';

/** A prediction in whole percent, from 0 to 100. */
export function percentGuess(question: string, start: number): Predict {
  return { kind: 'number', question, min: 0, max: 100, step: 1, start, unit: '%' };
}
