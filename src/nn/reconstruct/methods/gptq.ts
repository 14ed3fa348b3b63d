import { gptqByMoment } from '../../../rounding/gptq';
import { type NetworkMethod, visitLayers } from '../layers';
import { choicesOf, kernelOrder } from '../outputs';
import type { RoundingProblem } from '../problem';
import { madeOn } from '../roundable';

/** Share of the mean of the diagonal that is added to it (Frantar et al. 2023, section 3). */
const DAMPING = 0.01;

/** GPTQ layer by layer, each on the inputs that the layers rounded before it give (Frantar et al. 2023). */
export const gptqNetwork: NetworkMethod = (given) =>
  visitLayers(given, { sees: 'quantized', activation: 'none' }, function* (problem) {
    return { made: madeOn(problem.layer, yield* gptqLayer(problem)) };
  });

function* gptqLayer({ layer, moments }: RoundingProblem): Generator<number, Float64Array, void> {
  const { rows, columns, reading } = layer;
  // The outputs of a depthwise kernel do not share inputs: each is a matrix of one row.
  const together = reading.depthwise ? 1 : columns;
  const all = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column += together) {
    const moment = moments.matrix('quantized', column);
    // A channel that is always 0 has nothing to make up for.
    if (moment.every((value) => value === 0)) continue;
    const choices = choicesOf(layer, column, column + together);
    const work = gptqByMoment({ choices, rows: together, columns: rows, moment, damping: DAMPING });
    let step = work.next();
    for (; step.done !== true; step = work.next()) yield 0;
    all.set(step.value, column * rows);
  }
  return kernelOrder(all, layer);
}
