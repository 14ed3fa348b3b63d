/** Weights without a network: kernels that can be quantized, and nothing that could run. */
import type { Layout } from '../quantizers/types';
import type { CardEssentials } from './card';
import { ModelError } from './errors';
import { Fields } from './fields';
import { type Kernel, type Model, sizeOf } from './graph';
import { WeightStore } from './manifest';

const WEIGHTS_ONLY = 'weights-only';

/** One tensor as it lies in the weights, in the order of `Layout`. */
export interface LooseTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly layout: Layout;
}

/** What stands in the place of model.json. */
export function looseTopology(tensors: readonly LooseTensor[]): unknown {
  const weights = tensors.map(({ name, shape }) => ({ name: `${name}/kernel`, shape, dtype: 'float32' }));
  return { format: WEIGHTS_ONLY, tensors, weightsManifest: [{ paths: ['weights.bin'], weights }] };
}

export function isWeightsOnly(topology: unknown): boolean {
  return typeof topology === 'object' && topology !== null && 'format' in topology && topology.format === WEIGHTS_ONLY;
}

const RANKS: Readonly<Record<Layout, number>> = { dense: 2, conv2d: 4, depthwise: 4 };

/** A model of kernels alone, in their order. Throws ModelError as `parseModel` does. */
export function readWeightsOnly(
  card: CardEssentials,
  topology: unknown,
  bytes: ArrayBuffer,
): Omit<Model, 'preprocess'> {
  const entries = new Fields(topology, 'the list of tensors').list('tensors');
  const store = new WeightStore(topology, bytes, card.sha256);
  const kernels = entries.map((entry, index): Kernel => {
    const fields = new Fields(entry, `tensor ${String(index)}`);
    const name = fields.text('name');
    const shape = fields.dims('shape');
    const layout = layoutOf(fields, shape);
    const info = { name, kind: 'Tensor', layout, shape, weights: sizeOf(shape), macs: 0 };
    return { info, data: store.take(name, 'kernel', shape) };
  });
  if (kernels.length === 0) throw new ModelError('missing-weights', 'No tensor was chosen.');
  store.checkAllTaken();
  return { card, nodes: [], kernels, biasBytes: 0 };
}

function layoutOf(fields: Fields, shape: readonly number[]): Layout {
  const layout = fields.text('layout');
  if (!Object.hasOwn(RANKS, layout)) return fields.fail('layout', Object.keys(RANKS).join(' or '));
  if (RANKS[layout as Layout] !== shape.length) return fields.fail('shape', `a shape of a ${layout} kernel`);
  return layout as Layout;
}
