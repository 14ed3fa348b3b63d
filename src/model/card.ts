import { ModelError } from './errors';
import { Fields } from './fields';
import type { ModelCard, TaskId } from './types';

/** What the engine needs to know about a model; a model made elsewhere may say no more than this. */
export type CardEssentials = Pick<ModelCard, 'id' | 'output' | 'sha256'> & {
  readonly input: { readonly shape: readonly number[]; readonly preprocess: string };
  /** A classifier when absent. */
  readonly task?: TaskId;
};

/** How a byte of the data (0 to 255) becomes an input value: (pixel/255 - mean)/std. */
export interface Preprocess {
  readonly mean: number;
  readonly std: number;
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const STANDARDIZED = new RegExp(String.raw`^\(\s*pixel\s*/\s*255\s*-\s*${NUMBER}\s*\)\s*/\s*${NUMBER}$`);
const SCALED = /^pixel\s*\/\s*255$/;

/**
 * Reads the forms `(pixel/255 - mean)/std` and `pixel/255`, and `pixel` or `token` for bytes that go in as they are.
 * Throws ModelError `unsupported-preprocess` for any other.
 */
export function parsePreprocess(text: string): Preprocess {
  if (text === 'pixel' || text === 'token') return { mean: 0, std: 1 / 255 };
  if (SCALED.test(text.trim())) return { mean: 0, std: 1 };
  const match = STANDARDIZED.exec(text.trim());
  const [mean, std] = [Number(match?.[1]), Number(match?.[2])];
  if (!(std > 0) || !Number.isFinite(mean)) {
    throw new ModelError('unsupported-preprocess', `The preprocessing "${text}" is not known.`);
  }
  return { mean, std };
}

/** Checks the fields that every card must have. Throws ModelError `bad-card`. */
export function parseCard(json: unknown): CardEssentials {
  const card = new Fields(json, 'card.json', 'bad-card');
  const input = card.fields('input');
  const sha256 = card.text('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) card.fail('sha256', '64 lower-case hex digits');
  return {
    id: card.text('id'),
    output: card.text('output'),
    sha256,
    input: { shape: input.dims('shape'), preprocess: input.text('preprocess') },
    ...(card.has('task') ? { task: parseTask(card) } : {}),
  };
}

const TASKS: readonly TaskId[] = ['classify', 'language', 'super-resolution', 'output', 'weights'];

function parseTask(card: Fields): TaskId {
  // What others call the first of them.
  const text = card.text('task').replace(/^classification$/, 'classify');
  return TASKS.find((task) => task === text) ?? card.fail('task', TASKS.join(' or '));
}

/**
 * Checks the card of a shipped model. Throws ModelError `bad-card`, also when `mean` and `std` contradict `preprocess`, or
 * `unsupported-preprocess`.
 */
export function parseModelCard(json: unknown): ModelCard {
  const essentials = parseCard(json);
  const card = new Fields(json, 'card.json', 'bad-card');
  const input = card.fields('input');
  const preprocess = parsePreprocess(essentials.input.preprocess);
  if (input.number('mean') !== preprocess.mean) input.fail('mean', `the ${String(preprocess.mean)} of "preprocess"`);
  if (input.number('std') !== preprocess.std) input.fail('std', `the ${String(preprocess.std)} of "preprocess"`);
  return {
    ...essentials,
    title: card.text('title'),
    dataset: card.text('dataset'),
    input: { ...essentials.input, ...preprocess },
    parameters: card.count('parameters'),
    macs: card.count('macs'),
    training: card.text('training'),
    ...(card.has('trainingSeconds') ? { trainingSeconds: card.number('trainingSeconds') } : {}),
    licence: card.text('licence'),
    bytes: card.count('bytes'),
    ...parseMetric(card),
  };
}

function parseMetric(card: Fields) {
  const task = parseTask(card);
  switch (task) {
    case 'classify': {
      const accuracy = card.fields('accuracy');
      return { task, accuracy: { correct: accuracy.number('correct'), images: accuracy.count('images') } };
    }
    case 'language': {
      const text = card.fields('text');
      return {
        task,
        text: { bitsPerCharacter: text.number('bitsPerCharacter'), characters: text.count('characters') },
      };
    }
    case 'super-resolution':
    case 'output':
    case 'weights':
      return { task };
  }
}
