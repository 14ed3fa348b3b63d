/** Decides whether a network that was read runs in the engine, and says why when it does not. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ModelError } from '../../../model/errors';
import { type Model, sizeOf } from '../../../model/graph';
import { parseModel } from '../../../model/model';
import type { FormatId, ReadNetwork, ReadWeights, TensorEntry } from '../types';
import { Unsupported } from './unsupported';

/** Most weights of a network that is run: 256 MiB as float32. */
const MOST_WEIGHTS = 2 ** 26;
/** Most values of an intermediate output for one image: 64 MiB as float32. */
const MOST_OUTPUT = 2 ** 24;

export interface Described {
  readonly format: FormatId;
  readonly title: string;
  readonly tensors: readonly TensorEntry[];
  readonly notes: readonly string[];
}

export interface Built {
  readonly topology: unknown;
  readonly weights: ArrayBuffer;
  /** Shape of the input without the batch. */
  readonly input: readonly number[];
}

/**
 * The network that `build` makes; its weights alone, with a note that says what does not run, where `build` throws
 * Unsupported or ModelError or the engine does not take the result. Other errors pass through.
 */
export async function networkOrWeights(
  described: Described,
  build: () => Promise<Built> | Built,
): Promise<ReadNetwork | ReadWeights> {
  try {
    const total = described.tensors.reduce((sum, { values }) => sum + values, 0);
    if (total > MOST_WEIGHTS) throw new Unsupported(`It has ${total} weights, more than ${MOST_WEIGHTS}.`);
    const { topology, weights, input } = await build();
    const model = parseModel({ card: cardFor(described.title, input, weights), topology, weights });
    checkNumbers(model, weights);
    return { kind: 'network', ...described, topology, weights, input: { shape: input }, output: outputOf(model) };
  } catch (error) {
    const reason = error instanceof ModelError ? error.reason : error instanceof Unsupported ? error.message : null;
    if (reason === null) throw error;
    const note = `Only the weights are shown, since the network does not run here. ${reason}`;
    return { kind: 'weights', ...described, notes: [...described.notes, note] };
  }
}

function cardFor(id: string, shape: readonly number[], weights: ArrayBuffer) {
  return {
    id,
    output: 'logits',
    sha256: bytesToHex(sha256(new Uint8Array(weights))),
    input: { shape, preprocess: 'pixel' },
  };
}

function checkNumbers({ nodes, kernels }: Model, weights: ArrayBuffer): void {
  if (kernels.length === 0) throw new Unsupported('It has no layer with a kernel.');
  // Layers are keys of plain objects elsewhere.
  const odd = nodes.find(({ name }) => name in {});
  if (odd !== undefined) throw new Unsupported(`A layer is called ${odd.name}, a name that is not usable here.`);
  const large = nodes.find(({ shape }) => !(sizeOf(shape) <= MOST_OUTPUT));
  if (large !== undefined)
    throw new Unsupported(
      `The output of ${large.name}, [${large.shape.join(', ')}], is too large to be computed here.`,
    );
  if (!new Float32Array(weights).every(Number.isFinite))
    throw new Unsupported('Some of its weights are not finite numbers.');
}

function outputOf({ nodes }: Model): ReadNetwork['output'] {
  const last = nodes.findLast(({ op }) => op.kind !== 'identity' && op.kind !== 'reshape')?.op;
  const activation = last !== undefined && 'activation' in last ? last.activation.kind : null;
  return activation === 'softmax' ? 'probabilities' : 'logits';
}
