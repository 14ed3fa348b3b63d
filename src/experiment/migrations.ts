import { type CompactLink, type LinkBase, compactLink } from './compact';
import type { DecodedLink, LinkState } from './link';
import { readCompact } from './read-compact';
import type { Side } from './spec';

/**
 * How one version of the link is read. A version is never edited once links of it exist: a new schema is a new entry, and
 * the decoders of the old ones stay.
 */
interface LinkVersion {
  decode(payload: unknown): DecodedLink;
}

/** The version that new links are written in. */
export const CURRENT_VERSION = 1;

/** What version 1 leaves out of a link. Independent of the app's defaults, which may change without breaking old links. */
const BASE_1: LinkBase = {
  model: 'lenet',
  images: 2000,
  a: baseSide({ id: 'tensor', params: {} }, { id: 'minmax', params: {} }),
  b: baseSide({ id: 'channel', params: {} }, { id: 'mse', params: { gridSize: 100 } }),
  activations: {
    recipe: {
      quantizer: { id: 'uniform', params: { bits: 8, scheme: 'affine', codes: 'relu', range: 'restricted' } },
      granularity: { id: 'tensor', params: {} },
      clipper: { id: 'minmax', params: {} },
      rounder: { id: 'nearest-even', params: {} },
    },
    overrides: {},
    calibration: { images: 256, seed: 7 },
    bias: 'float32',
  },
  training: {
    ste: 'clipped',
    start: 'float',
    epochs: 1,
    images: 10000,
    learningRate: 0.001,
    optimizer: 'adam',
    schedule: 'cosine',
    warmUp: 0,
    weightDecay: 0,
    batchSize: 64,
    flip: false,
    shift: 0,
    activations: 'recipe',
    activationBits: 8,
    batchNorm: 'fold',
    seed: 0,
  },
  rounding: {
    images: 256,
    iterations: 1000,
    jointImages: 4000,
    jointSteps: 4000,
    learningRate: 0.01,
    lambda: 0.03,
    warmStart: 0.2,
    betaStart: 20,
    betaEnd: 2,
    schedule: 'cosine',
    activation: 'none',
  },
};

const VERSIONS: Readonly<Record<number, LinkVersion>> = {
  1: { decode: (payload) => readCompact(payload, BASE_1) },
};

/** The decoder of a version; undefined for one that this build does not know. */
export function linkVersion(version: number): LinkVersion | undefined {
  return Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined;
}

/** The payload of a link in the current version. */
export function currentPayload(link: LinkState): CompactLink {
  return compactLink(link, BASE_1);
}

function baseSide(granularity: Side['recipe']['granularity'], clipper: Side['recipe']['clipper']): Side {
  return {
    recipe: {
      quantizer: { id: 'uniform', params: { bits: 3, scheme: 'symmetric', range: 'restricted', signed: false } },
      granularity,
      clipper,
      rounder: { id: 'nearest-even', params: {} },
    },
    overrides: {},
    seed: 7,
  };
}
