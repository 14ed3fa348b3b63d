/** Whole networks: every row of a folder's accuracy.json on all 10,000 test images, through the jobs of the app. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recipe, Side } from '../../src/experiment/spec';
import { createQuantResources, quantJobs } from '../../src/jobs/analyze';
import type { JobGenerator } from '../../src/jobs/catalogue';
import { createEvalResources, evalJobs } from '../../src/jobs/evaluate';
import { parseCard } from '../../src/model/card';
import { countChanged, countCorrect } from '../../src/model/score';
import type { ModelBundle } from '../../src/model/types';
import { type CaseResult, NotImplemented, type ReferenceCase } from '../result';
import { recipeOfRow } from './model-recipes';

const IMAGES = 10_000;
const CLASSES = 10;
const DATA = new URL('../../public/data/fashion-mnist/', import.meta.url);

/** What may differ between two float32 implementations, by field of `expected`. */
const TOLERANCES: Readonly<Record<string, { readonly abs: number; readonly rel: number }>> = {
  correct: { abs: 3, rel: 0 },
  changed: { abs: 10, rel: 0 },
  effectiveBits: { abs: 1e-3, rel: 0 },
  logitsMse: { abs: 0, rel: 0.01 },
  firstLogits: { abs: 0, rel: 1e-4 },
};

type Outcome = Readonly<Record<string, number | ArrayLike<number> | null>>;

/**
 * Runs the rows of a folder with model.json, weights.bin, card.json and accuracy.json. A row with something the engine does
 * not know is skipped, naming it; a model that cannot be loaded fails every row.
 */
export async function runModelFolder(folder: string): Promise<CaseResult[]> {
  const file = await readJson(join(folder, 'accuracy.json'));
  const rows = (file as { readonly cases: readonly ReferenceCase[] }).cases;
  let network: Network;
  try {
    network = await loadNetwork(folder);
  } catch (error) {
    return rows.map(({ id, technique }) => ({ id, technique, status: 'failed', detail: textOf(error) }));
  }
  return rows.map((row) => runRow(row, network));
}

interface Network {
  /** The network under one recipe for all its kernels; null is the float network. */
  measure(recipe: Recipe | null): Outcome;
}

async function loadNetwork(folder: string): Promise<Network> {
  const [card, topology, weights] = await Promise.all([
    readJson(join(folder, 'card.json')),
    readJson(join(folder, 'model.json')),
    readBytes(join(folder, 'weights.bin')),
  ]);
  // The loader asks for no more than parseCard does.
  const bundle = { card: parseCard(card) as ModelBundle['card'], topology, weights };
  const [evaluation, quantization] = [createEvalResources(), createQuantResources()];
  await evalJobs['load-model']({ bundle, plain: false }, evaluation);
  await quantJobs['load-weights']({ bundle, plain: false }, quantization);
  const labels = await loadTestImages(evaluation);
  const float = finish(evalJobs.evaluate({ side: null, from: 0, to: IMAGES }, evaluation));
  return {
    measure: (recipe) => {
      const side: Side | null = recipe === null ? null : { recipe, overrides: {}, seed: 0 };
      const shard = side === null ? float : finish(evalJobs.evaluate({ side, from: 0, to: IMAGES }, evaluation));
      return {
        correct: countCorrect(shard.predictions, labels),
        changed: countChanged(shard.predictions, float.predictions),
        effectiveBits: side === null ? 32 : finish(quantJobs['analyze-network']({ side }, quantization)).bitsPerWeight,
        logitsMse: (shard.logitsSquaredError ?? 0) / (IMAGES * CLASSES),
        firstLogits: shard.firstLogits,
      };
    },
  };
}

async function loadTestImages(resources: ReturnType<typeof createEvalResources>): Promise<Uint8Array> {
  const labels = new Uint8Array(IMAGES);
  for (const { file, offset, count } of [
    { file: 'test-0-2000.bin', offset: 0, count: 2000 },
    { file: 'test-2000-10000.bin', offset: 2000, count: 8000 },
  ]) {
    const packed = await readBytes(new URL(file, DATA));
    const split = finish(
      evalJobs['load-images']({ packed, count, offset, from: offset, to: offset + count }, resources),
    );
    labels.set(split.labels, offset);
  }
  return labels;
}

function runRow({ id, technique, params, expected }: ReferenceCase, network: Network): CaseResult {
  try {
    if (technique !== 'model_accuracy') throw new NotImplemented(`technique ${technique}`);
    const unknown = Object.keys(expected).filter((field) => !Object.hasOwn(TOLERANCES, field));
    if (unknown.length > 0) throw new NotImplemented(`${technique} with expected ${unknown.join(', ')}`);
    const detail = differences(network.measure(recipeOfRow(params)), expected);
    return detail === '' ? { id, technique, status: 'passed' } : { id, technique, status: 'failed', detail };
  } catch (error) {
    const status = error instanceof NotImplemented ? 'skipped' : 'failed';
    return { id, technique, status, detail: textOf(error) };
  }
}

/** Every field that misses its tolerance as "field: got …, want …". */
function differences(got: Outcome, expected: Readonly<Record<string, unknown>>): string {
  return Object.entries(expected)
    .filter(([field, want]) => !matches(got[field] ?? null, want, TOLERANCES[field] ?? { abs: 0, rel: 0 }))
    .map(([field, want]) => `${field}: got ${textOfValue(got[field])}, want ${textOfValue(want)}`)
    .join('; ');
}

function matches(got: number | ArrayLike<number> | null, want: unknown, bound: { abs: number; rel: number }): boolean {
  if (Array.isArray(want)) {
    if (got === null || typeof got === 'number' || got.length !== want.length) return false;
    return want.every((value, at) => matches(got[at] ?? null, value, bound));
  }
  if (typeof got !== 'number' || typeof want !== 'number') return false;
  return Math.abs(got - want) <= bound.abs + bound.rel * Math.abs(want);
}

function textOfValue(value: unknown): string {
  return ArrayBuffer.isView(value) ? JSON.stringify(Array.from(value as Float32Array)) : JSON.stringify(value);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs a job to its end. Jobs of these resources never wait for anything outside. */
function finish<Progress, Result>(job: JobGenerator<Progress, Result> | Promise<Result>): Result {
  if (job instanceof Promise) throw new TypeError('The job does not run in steps.');
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}

async function readBytes(path: string | URL): Promise<ArrayBuffer> {
  const file = await readFile(path);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}
