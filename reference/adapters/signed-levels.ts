import { choose } from '../../src/experiment/techniques';
import { binary } from '../../src/quantizers/binary';
import { ternary } from '../../src/quantizers/ternary';
import type { WeightTensor } from '../../src/quantizers/types';
import { ParamReader, toNumbers } from '../read';
import type { Outcome, ReferenceCase } from '../result';
import { kernels, recipeOf } from './linear';

const CONTEXT = { kernels, seed: 0 };

/** Rows of a matrix [out][in] as the channels of a dense kernel [in, out]. */
function kernelOf(rows: readonly (readonly number[])[]): WeightTensor {
  const inputs = rows[0]?.length ?? 0;
  const data = Float32Array.from(
    { length: inputs * rows.length },
    (_, i) => rows[i % rows.length]?.[Math.floor(i / rows.length)] ?? 0,
  );
  return { data, shape: [inputs, rows.length], layout: 'dense' };
}

/** Back to one list a row. */
function rowsOf(values: ArrayLike<number>, count: number): number[][] {
  return Array.from({ length: count }, (_, r) => Array.from(values).filter((_value, i) => i % count === r));
}

function squaredErrors(rows: readonly (readonly number[])[], estimates: readonly (readonly number[])[]): number[] {
  return rows.map((row, r) => row.reduce((sum, w, i) => sum + (w - (estimates[r]?.[i] ?? 0)) ** 2, 0));
}

const total = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);

function bwn(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const whole = params.word('granularity', ['per-filter', 'per-tensor'] as const) === 'per-tensor';
  params.finish();
  const rows = (one.input['W'] as unknown[]).map(toNumbers);
  const recipe = recipeOf('binary', {}, choose('granularity', whole ? 'tensor' : 'channel'));
  const tensor = kernelOf(rows);
  const state = binary.fit(tensor, recipe, CONTEXT);
  const { codes, values } = binary.encode(tensor, state, recipe, CONTEXT);
  const errors = squaredErrors(rows, rowsOf(values, rows.length));
  return {
    B: rowsOf(
      codes.map((bit) => 2 * bit - 1),
      rows.length,
    ),
    alpha: state.scales,
    West: rowsOf(values, rows.length),
    sq_error: whole ? [total(errors)] : errors,
  };
}

function ternaryOf(rows: readonly (readonly number[])[], factor: number) {
  const recipe = recipeOf('ternary', { factor }, choose('granularity', 'channel'));
  const tensor = kernelOf(rows);
  const state = ternary.fit(tensor, recipe, CONTEXT);
  const { codes, values } = ternary.encode(tensor, state, recipe, CONTEXT);
  return { state, T: rowsOf(codes, rows.length), west: rowsOf(values, rows.length) };
}

function twn(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const factor = params.number('delta_factor');
  params.finish();
  const rows = [toNumbers(one.input['w'])];
  const { state, T, west } = ternaryOf(rows, factor);
  return {
    delta: state.deltas[0],
    alpha: state.scales[0],
    T: T[0],
    west: west[0],
    sq_error: squaredErrors(rows, west)[0],
  };
}

function twnPerFilter(one: ReferenceCase): Outcome {
  const params = new ParamReader(one.technique, one.params);
  const factor = params.number('delta_factor');
  params.finish();
  const { state, T } = ternaryOf((one.input['W'] as unknown[]).map(toNumbers), factor);
  return { delta: state.deltas, alpha: state.scales, T };
}

export const signedLevelAdapters = { 'bin.bwn': bwn, 'ter.twn': twn, 'ter.twn_perfilter': twnPerFilter };
