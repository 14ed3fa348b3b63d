import type { Recipe } from '../experiment/spec';
import { placeOf } from '../quantizers/granularity';
import { sqnrDb } from '../quantizers/metrics';
import type { QuantizerState } from '../quantizers/quantizer';
import { quantizerOf } from '../quantizers/registry';
import type { JobGenerator, JobTable } from './catalogue';
import { Bench, type LadderResources, type Quantized } from './ladder-bench';
import type {
  CodeReport,
  LadderInput,
  LadderJobs,
  LadderReport,
  LadderRung,
  RungError,
  RungReport,
  SubjectReport,
} from './ladder-reports';
import { type Subject, cutOut, describeSubject, distance } from './ladder-subject';

/** Levels beyond which they are no longer marks but a colour. */
const MAX_LEVELS = 512;
/** Neighbours that are shown bit by bit. */
const NEIGHBOURS = 16;

export const ladderJobs: JobTable<LadderJobs, LadderResources> = {
  ladder: climb,
  'ladder-errors': measureErrors,
  'inspect-code': inspect,
};

function* climb(
  input: LadderInput,
  resources: LadderResources,
): JobGenerator<{ done: number; total: number }, LadderReport> {
  const bench = new Bench(input, resources);
  const subject = describeSubject(bench.subject, input);
  const rungs: LadderReport['rungs'][number][] = [];
  for (const rung of input.rungs) {
    const problem = quantizerOf(rung.recipe.quantizer.id).problem(rung.recipe);
    rungs.push(problem === null ? reportRung(rung, subject, bench) : { id: rung.id, problem });
    yield { done: rungs.length, total: input.rungs.length };
  }
  return { subject, rungs };
}

function reportRung(rung: LadderInput['rungs'][number], report: SubjectReport, bench: Bench): RungReport {
  const { at, window, floats } = report;
  const { subject } = bench;
  const made = bench.quantize(rung);
  const { quantizer, state, codes, values, sums, errorBins, damage } = made;
  const storage = quantizer.storage(state, codes);
  const shown = cutOut(values, subject.columns, window);
  return {
    ...errorOf(rung.id, made),
    maxError: sums.maxError,
    // A report is moved to the page; what is kept for the next one stays here.
    errorBins: { ...errorBins, counts: errorBins.counts.slice() },
    storage,
    groups: state.low.length,
    regions: rung.turned === true ? { kind: 'row', rowsPerGroup: 1 } : state.regions,
    pair: pairOf(rung.recipe),
    coarse: coarseOf(rung.recipe),
    window,
    errors: shown.map((y, i) => distance(y, floats[i] ?? 0)),
    values: shown,
    codes: cutOut(codes, subject.columns, window),
    levels: at < 0 ? new Float32Array(0) : levelsOf(made, ownIndex(at, rung, subject)),
    damage,
  };
}

function errorOf(id: string, { quantizer, state, codes, sums }: Omit<Quantized, 'errorBins' | 'damage'>): RungError {
  const n = Math.max(codes.length, 1);
  const storage = quantizer.storage(state, codes);
  const bits = storage.codes + storage.scales + storage.zeroPoints + storage.codebook + storage.exponents;
  return { id, mse: sums.error / n, sqnrDb: sqnrDb(sums.signal, sums.error), bitsPerWeight: bits / n };
}

function* measureErrors(
  input: LadderJobs['ladder-errors']['input'],
  resources: LadderResources,
): JobGenerator<{ done: number; total: number }, readonly RungError[]> {
  const bench = new Bench(input, resources);
  const errors: RungError[] = [];
  for (const rung of input.rungs) {
    errors.push(errorOf(rung.id, bench.measure(rung)));
    yield { done: errors.length, total: input.rungs.length };
  }
  return errors;
}

/** Where a value of the subject lies in the tensor that a rung quantizes. */
function ownIndex(at: number, { turned = false }: LadderRung, { rows, columns }: Subject): number {
  return turned ? (at % columns) * rows + Math.floor(at / columns) : at;
}

function levelsOf({ quantizer, state }: Quantized, at: number): Float32Array {
  const levels = quantizer.levels(state, placeOf(state, at).group);
  return levels.length > MAX_LEVELS ? new Float32Array(0) : Float32Array.from(levels);
}

/** Values that share a micro-exponent in the formats that have one. */
function pairOf({ quantizer: { params } }: Recipe): number | null {
  const { k2, d2 } = params;
  return typeof k2 === 'number' && d2 !== 0 ? k2 : null;
}

/** What shares the coarse scale of VSQuant. */
function coarseOf({ quantizer: { id, params } }: Recipe): RungReport['coarse'] {
  if (id !== 'vsquant') return null;
  return params['coarse'] === 'tensor' ? 'tensor' : 'channel';
}

function* inspect(
  input: LadderJobs['inspect-code']['input'],
  resources: LadderResources,
): JobGenerator<{ done: number; total: number }, CodeReport> {
  const bench = new Bench(input, resources);
  const { tensor, rows, columns } = bench.subject;
  const { turned = false } = input;
  const { quantizer, state, codes, values } = bench.quantize(input);
  yield { done: 1, total: 1 };
  const at = Math.min(input.at, tensor.data.length - 1);
  if (at < 0) return { at, turned, row: 0, column: 0, shared: 0, entries: [] };
  const own = turned ? bench.kernels.transposeToChannelMajor(codes, rows, columns) : codes;
  const { row, column } = placeOf(state, ownIndex(at, input, bench.subject));
  const run = runOf(row, state);
  const pair = pairOf(input.recipe) ?? 1;
  return {
    at,
    turned,
    row,
    column,
    shared: state.regions.kind === 'tensor' ? tensor.data.length : run.shared,
    entries: Array.from({ length: run.to - run.from }, (_, i) => {
      const place = run.from + i;
      const index = turned ? column * columns + place : place * columns + column;
      return {
        index,
        row: place,
        value: tensor.data[index] ?? 0,
        quantized: values[index] ?? 0,
        layout: quantizer.layout(state, own, place * state.columns + column),
        pair: Math.floor((place - run.first) / pair),
      };
    }),
  };
}

/** The neighbours of a row that share its first scale, at most one page of them. */
function runOf(row: number, { rows, regions }: QuantizerState) {
  const length = regions.kind === 'group' ? regions.rowsPerGroup : rows;
  const first = Math.floor(row / length) * length;
  const end = Math.min(first + length, rows);
  const from = first + Math.floor((row - first) / NEIGHBOURS) * NEIGHBOURS;
  return { first, shared: end - first, from, to: Math.min(from + NEIGHBOURS, end) };
}
