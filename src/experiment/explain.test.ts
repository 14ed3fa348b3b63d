import { describe, expect, it } from 'vitest';
import type { LayerSummary, NetworkReport, TensorMetrics } from '../jobs/reports';
import { classify } from '../tasks/classify';
import { language } from '../tasks/language';
import { superResolution } from '../tasks/super-resolution';
import { defaultActivations, defaultExperiment } from './defaults';
import { explain } from './explain';
import type { ExplainInput } from './explanation';
import { recipeFor, type Side } from './spec';
import { choose } from './techniques';

const side = defaultExperiment().a;

const metrics = (changes: Partial<TensorMetrics>): TensorMetrics => ({
  n: 1000,
  mse: 0.01,
  sqnrDb: 12,
  maxError: 0.3,
  clipMse: 0,
  roundMse: 0.01,
  clippedCount: 0,
  zeroedCount: 100,
  zeroShare: 0.1,
  saturatedShare: 0.01,
  usedLevels: 7,
  totalLevels: 7,
  entropyBits: 2,
  kurtosis: 0,
  storage: { codes: 3000, scales: 32, zeroPoints: 0, codebook: 0, exponents: 0 },
  bitsPerWeight: 3.03,
  scaleCount: 1,
  zeroedChannels: 0,
  ...changes,
});

const layer = (name: string, changes: Partial<TensorMetrics>): LayerSummary => ({
  layer: name,
  metrics: metrics(changes),
});

const network = (...layers: LayerSummary[]): NetworkReport => ({
  layers,
  weights: 2000,
  bitsPerWeight: 3,
  bytes: 750,
  floatBytes: 8000,
});

const input = (changes: Partial<ExplainInput>): ExplainInput => ({
  side,
  network: network(layer('conv', { sqnrDb: 15 }), layer('fc', { sqnrDb: 3.4 })),
  task: classify,
  score: { n: 2000, value: 1112 / 2000, float: 1821 / 2000, changed: 882, of: 2000 },
  alone: {},
  aloneActivations: {},
  ...changes,
});

const withRecipe = (change: Partial<Side['recipe']>): Side => ({ ...side, recipe: { ...side.recipe, ...change } });

describe('the cause of a loss', () => {
  it('names the layer with the lowest SQNR until layers have been measured alone', () => {
    expect(explain(input({}))?.cause).toContain('fc has the lowest SQNR, 3.4 dB.');
    const measured = explain(input({ alone: { conv: 0.6, fc: 0.9 } }));
    expect(measured?.cause).toContain('conv alone costs 31.1 points, at 15.0 dB.');
  });

  it('says so when no layer alone explains it', () => {
    expect(explain(input({ alone: { conv: 0.909, fc: 0.9075 } }))?.cause).toContain('the errors add up');
  });

  it('blames channels that vanish on the shared scale, and offers one scale per channel', () => {
    const found = explain(input({ network: network(layer('fc', { zeroedChannels: 21 })) }));
    expect(found?.cause).toContain('21 channels become all zero');
    expect(found?.action.side.recipe.granularity.id).toBe('channel');
  });

  it('blames the largest weights when they set the step, and offers the search', () => {
    const found = explain(input({ network: network(layer('fc', { zeroShare: 0.71, usedLevels: 5 })) }));
    expect(found?.cause).toContain('71 % of the weights round to 0 and only 5 of 7 levels are used');
    expect(found?.action.side.recipe.clipper.id).toBe('mse');
  });

  it('blames clipping when it makes most of the error, and changes that layer only', () => {
    const manual = withRecipe({ clipper: choose('clipper', 'manual', { ratio: 0.2 }) });
    const found = explain(
      input({ side: manual, network: network(layer('fc', { clipMse: 0.009, roundMse: 0.001, clippedCount: 120 })) }),
    );
    expect(found?.cause).toContain('120 of 1,000 weights lie outside the range and make 90 % of the squared error');
    expect(recipeFor(found?.action.side ?? side, 'fc').clipper.id).toBe('mse');
    expect(recipeFor(found?.action.side ?? side, 'conv').clipper.id).toBe('manual');
  });

  it('blames a rounding rule that moves every weight the same way', () => {
    const found = explain(input({ side: withRecipe({ rounder: choose('rounder', 'floor') }) }));
    expect(found?.action.side.recipe.rounder.id).toBe('nearest-even');
  });

  it('offers more bits, then float, when only rounding is left', () => {
    expect(explain(input({}))?.action.side.overrides['fc']?.quantizer?.params['bits']).toBe(8);
    const eight = withRecipe({ quantizer: choose('quantizer', 'uniform', { bits: 8 }) });
    expect(explain(input({ side: eight }))?.action.side.overrides['fc']?.quantizer?.id).toBe('float');
  });
});

describe('without a loss', () => {
  it('says what the images can tell and offers fewer bits', () => {
    const found = explain(input({ score: { n: 2000, value: 1815 / 2000, float: 1821 / 2000, changed: 31, of: 2000 } }));
    expect(found?.title).toBe('Nothing to mend');
    expect(found?.cause).toContain('0.3 points lost');
    expect(found?.cause).toContain('31 of 2,000 predictions changed');
    expect(found?.action.side.recipe.quantizer.params['bits']).toBe(3);
  });

  it('has nothing to explain when nothing is quantized', () => {
    expect(explain(input({ network: network(layer('fc', { sqnrDb: Infinity })) }))).toBeNull();
  });
});

describe('activations as the cause', () => {
  const four = choose('quantizer', 'uniform', { bits: 4 }, 'activations');
  const activations = { ...defaultActivations(), recipe: { ...defaultActivations().recipe, quantizer: four } };
  const both = { side: { ...side, activations }, alone: { conv: 0.85, fc: 0.9 } };

  it('are named when the input of one layer costs more than any weights', () => {
    const found = explain(input({ ...both, aloneActivations: { conv: 0.905, fc: 0.7605 } }));
    expect(found?.cause).toContain('the input of fc alone costs 15.0 points');
    expect(found?.action.label).toBe('Give the input of fc 8 bits');
    expect(found?.action.side.activations?.overrides['fc']?.quantizer?.params['bits']).toBe(8);
    expect(found?.action.side.overrides).toEqual({});
  });

  it('are not when some weights cost more, or nothing is lost', () => {
    expect(explain(input({ ...both, aloneActivations: { fc: 0.875 } }))?.cause).toContain('conv alone costs');
    const score = { n: 2000, value: 0.91, float: 0.9105, changed: 3, of: 2000 };
    expect(explain(input({ ...both, score, aloneActivations: { fc: 0.7605 } }))?.title).toBe('Nothing to mend');
  });

  it('are the only cause while the weights are float', () => {
    const found = explain(input({ ...both, network: network(), alone: {}, aloneActivations: { fc: 0.909 } }));
    expect(found?.cause).toContain('the errors add up');
  });

  it('cost bits per character where fewer are better', () => {
    const score = { n: 128, value: 3.1, float: 2.1, changed: 9000, of: 16_384 };
    const alone = { conv: 2.2, fc: 2.3 };
    const found = explain(input({ ...both, task: language, score, alone, aloneActivations: { conv: 2.15, fc: 2.9 } }));
    expect(found?.cause).toContain('the input of fc alone costs 0.800 bits per character');
  });
});

describe('other tasks', () => {
  it('counts bits per character, of which fewer are better', () => {
    const score = { n: 128, value: 3.1, float: 2.1, changed: 9000, of: 16_384 };
    const found = explain(input({ task: language, score, alone: { conv: 2.9, fc: 2.2 } }));
    expect(found?.title).toBe('Why so high?');
    expect(found?.cause).toContain('conv alone costs 0.800 bits per character, at 15.0 dB.');
    const near = explain(input({ task: language, score: { ...score, value: 2.105 } }));
    expect(near?.cause).toContain('0.005 bits per character lost, within what 128 texts can tell.');
    expect(near?.cause).toContain('9,000 of 16,384 characters changed.');
  });

  it('measures pictures from the float one', () => {
    const score = { n: 8, value: 27.4, float: Infinity, changed: 300_000, of: 393_216 };
    const found = explain(input({ task: superResolution, score, alone: { conv: 41, fc: 28.5 } }));
    expect(found?.cause).toContain('fc alone brings the picture to 28.5 dB, at 3.4 dB.');
    const near = explain(input({ task: superResolution, score: { ...score, value: 54.4 } }));
    expect(near?.title).toBe('Nothing to mend');
  });
});
