import { choicesOf } from '../nn/reconstruct/outputs';
import type { RoundingProblem } from '../nn/reconstruct/problem';
import { uniformStream } from '../numerics/random';
import { adaRound } from '../rounding/adaround';
import { fractionAt, nearestUps, type RoundingChoices, valuesWith } from '../rounding/choices';
import { stochasticDraws } from '../rounding/draws';
import { MAX_ENUMERATED, enumerateRow } from '../rounding/enumerate';
import { roundingSettings } from '../rounding/from-screen';
import { gptqByMoment } from '../rounding/gptq';
import { quadraticLoss } from '../rounding/quadratic';
import { worstPair } from '../rounding/two-weights';
import type { JobInput } from './catalogue';
import type { RowPair, RowReport } from './round-reports';

/** Every way to round one output of a layer. Yields on the way. Throws RangeError for a row that the layer does not have. */
export function* roundRow(
  problem: RoundingProblem,
  { weights, row: asked, draws }: JobInput<'round-row'>,
): Generator<{ done: number; total: number }, RowReport, void> {
  const { layer, moments } = problem;
  const row = asked === -1 ? worstRow(problem) : asked;
  const { adaround } = roundingSettings(weights.params);
  const total = draws + adaround.iterations;
  if (!(Number.isInteger(row) && row >= 0 && row < layer.columns))
    throw new RangeError(`${layer.layer} has no output ${String(row)}.`);
  const choices = choicesOf(layer, row, row + 1);
  const moment = moments.matrix('float', row);
  const loss = quadraticLoss(choices.weights, moment);
  const errorOf = (values: Float64Array): number => loss.errorOnFloatInputs(values);
  const under = (up: (i: number) => number): number => errorOf(valuesWith(choices, up));
  const nearest = nearestUps(choices);
  const uniform = uniformStream(weights.under.seed, 'rounding-draws', row);
  const drawn = yield* counted(stochasticDraws(choices, errorOf, draws, uniform), 0, total);
  const learned = yield* counted(adaRound(choices, loss, adaround), draws, total);
  const gptq = yield* counted(rounded(choices, moment), total, total);
  const atNearest = under((i) => nearest[i]!);
  return {
    ...{ layer: layer.layer, row, weights: choices.weights.length, nearest: atNearest },
    draws: Float32Array.from(drawn.errors),
    floor: under(() => 0),
    ceil: under(() => 1),
    adaround: learned.error,
    gptq: gptq === null ? atNearest : errorOf(gptq),
    best: choices.weights.length <= MAX_ENUMERATED ? enumerateRow(choices, errorOf).best : null,
    betterShare: drawn.errors.filter((error) => error < atNearest).length / Math.max(draws, 1),
    pair: pairOf(choices, moment),
  };
}

/** The output with the largest error under rounding to nearest. */
function worstRow({ layer, moments }: RoundingProblem): number {
  const { choices, columns } = layer;
  const nearest = nearestUps(choices);
  const shift = valuesWith(choices, (i) => nearest[i]!).map((value, i) => value - choices.weights[i]!);
  const errors = new Float64Array(columns);
  moments.float(shift).forEach((pull, i) => (errors[i % columns]! += pull * shift[i]!));
  return errors.indexOf(errors.reduce((most, error) => Math.max(most, error), 0));
}

/** Null for inputs that are always 0: there is nothing to make up for. */
function* rounded(choices: RoundingChoices, moment: Float64Array): Generator<void, Float64Array | null, void> {
  if (moment.every((value) => value === 0)) return null;
  return yield* gptqByMoment({ choices, rows: 1, columns: choices.weights.length, moment, damping: 0.01 });
}

function pairOf(choices: RoundingChoices, moment: Float64Array): RowPair | null {
  const { scale } = choices;
  const n = scale.length;
  const fractions = scale.map((_, i) => fractionAt(choices, i));
  const scaled = moment.map((value, at) => value * scale[Math.floor(at / n)]! * scale[at % n]!);
  const found = worstPair(fractions, scaled);
  if (found === null) return null;
  const { first, second, weights } = found;
  return {
    ...{ first, second, fractions: [weights.first, weights.second] },
    correlation: weights.correlation,
    ratio: weights.ratio,
  };
}

function* counted<Result>(
  work: Generator<unknown, Result, void>,
  before: number,
  total: number,
): Generator<{ done: number; total: number }, Result, void> {
  for (let done = before; ; done++) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield { done: Math.min(done, total), total };
  }
}
