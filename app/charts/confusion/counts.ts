/** Images of each true class by prediction: [truth * classes + predicted], over as many images as have a prediction. */
export function confusionCounts(labels: Uint8Array, predictions: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes * classes);
  for (let i = 0; i < Math.min(labels.length, predictions.length); i++) {
    const cell = labels[i]! * classes + predictions[i]!;
    if (labels[i]! < classes && predictions[i]! < classes) counts[cell] = counts[cell]! + 1;
  }
  return counts;
}

/** Images of a true class. */
export function rowTotal(counts: ArrayLike<number>, truth: number, classes: number): number {
  let total = 0;
  for (let predicted = 0; predicted < classes; predicted++) total += counts[truth * classes + predicted] ?? 0;
  return total;
}

/** Share of a class that is recognised; NaN without images of it. */
export function recall(counts: ArrayLike<number>, truth: number, classes: number): number {
  return (counts[truth * classes + truth] ?? 0) / rowTotal(counts, truth, classes);
}
