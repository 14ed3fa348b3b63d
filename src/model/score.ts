/** 97.5 % quantile of the standard normal distribution: two-sided 95 %. */
const Z95 = 1.959963984540054;

/**
 * 95 % Wilson score interval of a proportion, 0 to 1 (Wilson 1927). Unlike p ± 1.96 sqrt(p (1 - p) / n) it keeps inside [0, 1]
 * and has a width at 0 and n of n. [0, 1] when nothing was counted.
 */
export function wilson95(correct: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const share = correct / n;
  const square = (Z95 * Z95) / n;
  const centre = (share + square / 2) / (1 + square);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / n + square / (4 * n))) / (1 + square);
  return { low: correct === 0 ? 0 : centre - half, high: correct === n ? 1 : centre + half };
}

/** Images whose predicted class is the labelled one. Throws RangeError when there are fewer labels than predictions. */
export function countCorrect(predictions: Uint8Array, labels: Uint8Array): number {
  if (labels.length < predictions.length) {
    throw new RangeError(`${String(predictions.length)} predictions but ${String(labels.length)} labels.`);
  }
  return predictions.reduce((count, prediction, image) => count + (prediction === labels[image] ? 1 : 0), 0);
}

/** Images that two networks put into different classes. Throws RangeError when the lists differ in length. */
export function countChanged(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`${String(a.length)} predictions against ${String(b.length)}.`);
  return a.reduce((count, prediction, image) => count + (prediction === b[image] ? 0 : 1), 0);
}

/**
 * Confusion matrix, row-major [classes, classes]: row = label, column = prediction.
 * Throws RangeError for a class outside 0 .. classes - 1 or fewer labels than predictions.
 */
export function confusion(predictions: Uint8Array, labels: Uint8Array, classes: number): Uint32Array {
  const counts = new Uint32Array(classes * classes);
  predictions.forEach((prediction, image) => {
    const label = labels[image];
    if (label === undefined || label >= classes || prediction >= classes) {
      throw new RangeError(`Image ${String(image)} has label ${String(label)} and prediction ${String(prediction)}.`);
    }
    counts[label * classes + prediction] = (counts[label * classes + prediction] ?? 0) + 1;
  });
  return counts;
}
