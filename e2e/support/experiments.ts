/** Experiments as links, and the values that the reference network must give for them. */
import { readFileSync } from 'node:fs';
import { encodeLink } from '../../src/experiment/codec';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { AreaId } from '../../src/experiment/screens/registry';
import type { Experiment, Recipe, Side } from '../../src/experiment/spec';
import type { Params } from '../../src/params/param';
import { choose } from '../../src/experiment/techniques';

interface Row {
  readonly id: string;
  readonly expected: { readonly correct: number; readonly changed: number; readonly effectiveBits?: number };
}

const rows = (JSON.parse(readFileSync('reference/cases/models/lenet/accuracy.json', 'utf8')) as { cases: Row[] }).cases;

/** What PyTorch counted on all 10,000 test images for one row of the reference, such as `sym-channel-mse-4`. */
export function reference(row: string): Row['expected'] {
  const found = rows.find(({ id }) => id === `lenet/${row}`);
  if (found === undefined) throw new Error(`There is no reference row ${row}.`);
  return found.expected;
}

/** Images by which another float32 implementation may differ. */
export const TOLERANCE = { correct: 3, changed: 10 };

/** Uniform quantization of every layer, restricted range, nearest-even. */
export function uniform(bits: number, granularity: string, clipper: string): Recipe {
  return {
    quantizer: choose('quantizer', 'uniform', { bits }),
    granularity: choose('granularity', granularity),
    clipper: choose('clipper', clipper),
    rounder: choose('rounder', 'nearest-even'),
  };
}

/** Lloyd-Max codebook of 2^bits entries for every layer. */
export function codebook(bits: number): Recipe {
  return { ...uniform(bits, 'tensor', 'minmax'), quantizer: choose('quantizer', 'codebook', { bits }) };
}

interface Wanted {
  /** Default: the network that the reference values belong to. */
  readonly model?: string;
  readonly a?: Recipe;
  readonly b?: Recipe;
  readonly images?: number;
  /** Default: the Lab. */
  readonly area?: AreaId;
}

/** What most journeys start from: the network that the reference values belong to, one scale against one a channel at 3 bits. */
export const COMPARISON: Experiment = {
  ...defaultExperiment(),
  model: 'lenet-reference',
  a: { ...defaultExperiment().a, recipe: uniform(3, 'tensor', 'minmax') },
  b: { ...defaultExperiment().b, recipe: uniform(3, 'channel', 'mse') },
};

/** The fragment of a link to that comparison with the given parts replaced. */
export function link({ model, a, b, images, area }: Wanted): string {
  const side = (old: Side, recipe: Recipe | undefined): Side => (recipe === undefined ? old : { ...old, recipe });
  return encodeLink({
    experiment: {
      model: model ?? COMPARISON.model,
      images: images ?? COMPARISON.images,
      a: side(COMPARISON.a, a),
      b: side(COMPARISON.b, b),
    },
    ...(area === undefined ? {} : { view: { area } }),
  });
}

/** The fragment of a link to the Clipping arena with some of its settings, on a layer of the LeNet-like network. */
export function arena(settings: Params = {}, layer = 'fc1'): string {
  const experiment = { ...COMPARISON, model: 'lenet', screens: { clipping: settings } };
  return encodeLink({ experiment, view: { area: 'clipping', layer } });
}

/** The fragment of a link to the Granularity ladder with some of its settings, on a layer of a network. */
export function ladder(settings: Params = {}, { model = 'lenet', layer = 'fc1' } = {}): string {
  const experiment = { ...COMPARISON, model, screens: { granularity: settings } };
  return encodeLink({ experiment, view: { area: 'granularity', layer } });
}

/** The fragment of a link to the Mixed-precision lab with some of its settings; both sides at 4 bits, one scale a tensor. */
export function mixed(settings: Params = {}, model = 'dscnn'): string {
  const side: Side = { ...COMPARISON.a, recipe: uniform(4, 'tensor', 'minmax') };
  const experiment = { ...COMPARISON, model, a: side, b: side, screens: { mixed: settings } };
  return encodeLink({ experiment, view: { area: 'mixed' } });
}
