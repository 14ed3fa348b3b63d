import type { Side } from '../../src/experiment/spec';
import type { KeptValues } from '../../src/jobs/activation-reports';
import type { IntegerAgreement, IntegerPlace, IntegerReport, Possibly } from '../../src/jobs/integer-reports';
import type { JobInput, JobResult, QuantJobs } from '../../src/jobs/catalogue';
import type { LloydTrace } from '../../src/jobs/reports';
import type { Continuation } from '../../src/nn/tasks/continue-text';
import type { Score } from '../store/state';
import { store } from '../store/store';
import type { RunOptions } from './client';
import type { Engine } from './engine';
import { type Outcome, failed } from './outcome';
import type { EvalPool, EvaluateOptions } from './pool';

/** Measures the chosen model, quantized as a side says, on the chosen number of test images; null is the float network. */
type Measure = (side: Side | null, options: EvaluateOptions) => Promise<Outcome<Score>>;

let engine: Engine | null = null;
let measure: Measure | null = null;
let prepare: (() => Promise<Outcome<unknown>>) | null = null;
let reload: (() => void) | null = null;

/**
 * Called once when the workers have been started. `prepareCalibration` waits until training images are where they are needed;
 * `loadAgain` loads the chosen model once more.
 */
export function connectRequests(
  started: Engine,
  measuring: Measure,
  prepareCalibration: () => Promise<Outcome<unknown>>,
  loadAgain: () => void,
): void {
  engine = started;
  measure = measuring;
  prepare = prepareCalibration;
  reload = loadAgain;
}

/** Loads the chosen model that could not be loaded before. */
export function reloadModel(): void {
  reload?.();
}

/** Runs a job in the worker that serves sliders, on the weights of the chosen model, after those already asked for. */
export function runQuant<N extends keyof QuantJobs>(
  name: N,
  input: JobInput<N>,
  options?: RunOptions<N>,
): Promise<Outcome<JobResult<N>>> {
  if (engine === null || store.getState().model.status !== 'ready') return Promise.resolve(NOT_STARTED);
  return engine.quant.run(name, input, options);
}

/** Accuracy of the chosen model under a side's recipes. What was measured before is answered from memory. */
export function measureSide(side: Side | null, options: EvaluateOptions = {}): Promise<Outcome<Score>> {
  return measure?.(side, options) ?? Promise.resolve(NOT_STARTED);
}

/** The values themselves at the input of one layer, as the calibration images give them. Fetches those at the first call. */
export async function readTapValues(input: JobInput<'tap-values'>): Promise<Outcome<KeptValues>> {
  if (engine === null || prepare === null) return NOT_STARTED;
  const ready = await prepare();
  return ready.ok ? engine.pool.tapValues(input) : ready;
}

/** One output of a layer of the chosen model in integer arithmetic, with every term of its sum. */
export async function explainIntegers(
  side: Side,
  layer: string,
  place: IntegerPlace,
  signal?: AbortSignal,
): Promise<Outcome<Possibly<IntegerReport>>> {
  if (engine === null || prepare === null) return NOT_STARTED;
  const ready = await prepare();
  return ready.ok ? engine.pool.integerOutput(side, layer, place, signal) : ready;
}

/** What one layer makes of one image with float, binary and ternary weights. */
export function readFeatureMaps(
  input: JobInput<'feature-maps'>,
  signal?: AbortSignal,
): Promise<Outcome<JobResult<'feature-maps'>>> {
  return engine?.pool.featureMaps(input, signal) ?? Promise.resolve(NOT_STARTED);
}

/** How far a side in integer arithmetic is from its simulation, on the first test images. */
export async function compareIntegers(
  side: Side,
  images: number,
  options: RunOptions<'integer-agreement'> = {},
): Promise<Outcome<Possibly<IntegerAgreement>>> {
  if (engine === null || prepare === null) return NOT_STARTED;
  const ready = await prepare();
  return ready.ok ? engine.pool.runOnFirst('integer-agreement', side, images, options) : ready;
}

/** Times every path of the chosen model in one worker; `side` says how its integers are quantized. */
export async function benchSpeed(
  side: Side,
  options: RunOptions<'bench-speed'> = {},
): Promise<Outcome<JobResult<'bench-speed'>>> {
  if (engine === null || prepare === null) return NOT_STARTED;
  const ready = await prepare();
  return ready.ok ? engine.pool.runOnFirst('bench-speed', side, Infinity, options) : ready;
}

/** The pool itself with the training images in it, for who compares many networks; null before there are workers. */
export async function calibratedPool(): Promise<Outcome<EvalPool>> {
  if (engine === null || prepare === null) return NOT_STARTED;
  const ready = await prepare();
  return ready.ok ? { ok: true, value: engine.pool, ms: 0 } : ready;
}

/** uint8 pixels of some loaded test images, one after the other in the order asked for. */
export function readImages(indices: readonly number[], signal?: AbortSignal): Promise<Outcome<Uint8Array>> {
  return engine?.pool.readImages(indices, signal) ?? Promise.resolve(NOT_STARTED);
}

/** The picture that the network of a side makes of a loaded one: uint8 colours, row by row. */
export function readOutput(
  side: Side | null,
  index: number,
  options: EvaluateOptions = {},
): Promise<Outcome<Uint8Array>> {
  return engine?.pool.readOutput(side, index, options) ?? Promise.resolve(NOT_STARTED);
}

/** Characters that the network of a side goes on with, drawn one by one. */
export function continueText(
  side: Side | null,
  continuation: Continuation,
  options: EvaluateOptions = {},
): Promise<Outcome<Uint8Array>> {
  return engine?.pool.continueText(side, continuation, options) ?? Promise.resolve(NOT_STARTED);
}

/** Lloyd's iteration on all weights of a layer, from given centroids. */
export function traceLloyd(
  layer: string,
  centroids: readonly number[],
  steps: number,
  signal?: AbortSignal,
): Promise<Outcome<LloydTrace>> {
  return runQuant('lloyd', { layer, centroids, steps }, { signal });
}

const NOT_STARTED = failed({
  title: 'The model is not there yet',
  cause: 'The model is still being loaded.',
  next: 'Try again in a moment.',
});
