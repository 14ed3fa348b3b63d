import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../params/param';
import { decodeLink, encodeLink } from './codec';
import type { LinkState } from './link';
import { pack } from './pack';
import { methodParams, roundingScreen } from './screens/rounding';
import { runParams, trainingScreen } from './screens/training';
import type { Experiment, MadeWeights } from './spec';

/** What a link of version 1 leaves out. */
const BASE = baseOf(decodeLink(`#e=1.${pack({})}`));

function baseOf(decoded: ReturnType<typeof decodeLink>): Experiment {
  if (decoded?.ok !== true) throw new Error('The empty link is not readable.');
  return decoded.link.experiment;
}

/** Recipe A of the default experiment with weights trained for two epochs with a learned scale. */
const GOLDEN_TRAINED = '#e=1.q1ZKVLKqVioHESUgoljJSiknNbEoLzVFSUepACSUWpCfnAEUN6oFAQA';

/** Recipe A of the default experiment with weights rounded by AdaRound in 500 steps a layer. */
const GOLDEN_ROUNDED = '#e=1.q1ZKVLKqVioHEUUgogBEZJakFiWWZObnFStZmRoY1IIAAA';

const GOLDEN_1 =
  '#e=1.XVHLboQwDPwXn91VgEUCfqNHtIcQDFiFZAth-0D8e21oq6q5xI_xzDjZwEOVGDkIFqoNXqGqwYWWmhBeADdoOC5QZQgTxSG0UME4ho8WENhzlLTnB3lNI802cvACzxEc-TgHbiWrn8wlR4PmkuY3hGHtusmKbpxX2qXQq2Y_h_WugkfwzJ8kqqm2nbbvNCsjj6SYP1lVlpdcYbPClhjcYJfIDqQk2kmyIzTfm_1sc5WWG2iSabBdx15IYeHek-x3uDpU1Qu3p5XcSC1ozQX_SP4RFrt0W_ILpb-P2I3BRnVx-J_YT_YdbrsiR9E9aRDeJG7kFuX6_IjSpAUmaXbFoixLBCLTuMRlMvwF';
const GOLDEN_1_STATE: LinkState = {
  experiment: {
    model: 'lenet',
    images: 10000,
    a: {
      recipe: {
        quantizer: {
          id: 'codebook',
          params: { bits: 3, method: 'lloyd', init: 'given', iterations: 5, centroids: [-0.5, 0, 0.25], huffman: true },
        },
        granularity: { id: 'group', params: { groupSize: 32 } },
        clipper: { id: 'percentile', params: { percentile: 99.5 } },
        rounder: { id: 'stochastic', params: {} },
      },
      overrides: {},
      seed: 11,
    },
    b: {
      recipe: {
        quantizer: { id: 'uniform', params: { bits: 4, scheme: 'affine', range: 'restricted', signed: true } },
        granularity: { id: 'channel', params: {} },
        clipper: { id: 'mse', params: { gridSize: 50 } },
        rounder: { id: 'nearest-even', params: {} },
      },
      overrides: {
        conv1: {
          quantizer: { id: 'uniform', params: { bits: 8, scheme: 'affine', range: 'restricted', signed: true } },
        },
        dense2: { quantizer: { id: 'float', params: {} }, clipper: { id: 'minmax', params: {} } },
      },
      seed: 7,
    },
  },
  view: { layer: 'conv1', show: 'b' },
  digest: { images: 10000, float: 9028, a: 1234, b: 8999, weights: 'ee0bc1c3' },
};

describe('golden links of version 1', () => {
  it('reads the golden link of version 1, made when the version was introduced', () => {
    expect(decodeLink(GOLDEN_1)).toEqual({ ok: true, link: GOLDEN_1_STATE });
  });

  it('names the training of weights in a few characters, and leaves no doubt about its settings', () => {
    const { a, ...rest } = BASE;
    const params = runParams({ ...defaultsOf(trainingScreen), epochs: 2 });
    const made: MadeWeights = { kind: 'trained', under: a, scale: 'learned', params };
    const trained = { ...rest, a: { ...a, weights: made } };
    expect(decodeLink(GOLDEN_TRAINED)).toEqual({ ok: true, link: { experiment: trained } });
    expect(encodeLink({ experiment: trained })).toBe(GOLDEN_TRAINED);
  });

  it('names rounded weights by what makes them', () => {
    const { a, ...rest } = BASE;
    const params = methodParams('adaround', { ...defaultsOf(roundingScreen), iterations: 500 });
    const made: MadeWeights = { kind: 'rounded', method: 'adaround', under: a, params };
    const rounded = { ...rest, a: { ...a, weights: made } };
    expect(decodeLink(`#e=1.${pack({ a: { w: { r: { p: { iterations: 500 } } } } })}`)).toEqual({
      ...{ ok: true, link: { experiment: rounded } },
    });
    expect(encodeLink({ experiment: rounded })).toBe(GOLDEN_ROUNDED);
  });

  it.each([
    ['a kind that it does not know', { a: { w: { x: {} } } }, 'a.weights.x'],
    ['a setting that no training has', { a: { w: { t: { p: { train: 'a' } } } } }, 'a.weights.train'],
    ['a setting out of range', { a: { w: { t: { p: { epochs: 1000 } } } } }, 'a.weights'],
    ['an unknown scale', { a: { w: { t: { s: 'big' } } } }, 'a.weights.scale'],
    ['no number of steps', { a: { w: { t: { n: -1 } } } }, 'a.weights.steps'],
    ['an unknown way to round', { a: { w: { r: { m: 'luck' } } } }, 'a.weights.method'],
    [
      'a setting that its method does not have',
      { a: { w: { r: { m: 'gptq', p: { lambda: 1 } } } } },
      'a.weights.lambda',
    ],
    ['layers that are no list', { a: { w: { r: { l: 'conv1' } } } }, 'a.weights.layers'],
  ])('names %s of made weights', (_, payload, field) => {
    expect(decodeLink(`#e=1.${pack(payload)}`)).toMatchObject({ ok: false, problem: { field } });
  });
});
