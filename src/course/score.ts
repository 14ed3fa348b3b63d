import type { Answer, Predict, Prediction } from './step';

/** How far a prediction lies from the measured answer. */
export interface Distance {
  /** In the unit of the prediction; for a curve the mean over its points. For a choice 0 or 1. */
  readonly off: number;
  /** 1 for exact, 0 for the whole range away. */
  readonly score: number;
}

/** Null while nothing has been predicted or measured, or where the two cannot be compared. */
export function distance(predict: Predict, prediction: Prediction | null, answer: Answer | null): Distance | null {
  if (prediction === null || answer === null) return null;
  if (predict.kind === 'choice') return prediction === answer ? { off: 0, score: 1 } : { off: 1, score: 0 };
  const offs = [answer].flat().flatMap((value, at) => {
    const said = [prediction].flat()[at];
    return value === null || said === undefined ? [] : [Math.abs(value - said)];
  });
  if (offs.length === 0) return null;
  const off = offs.reduce((sum, one) => sum + one, 0) / offs.length;
  return { off, score: Math.max(0, 1 - off / (predict.max - predict.min)) };
}
