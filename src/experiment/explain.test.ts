import { describe, expect, it } from 'vitest';
import type { LayerSummary, NetworkReport, TensorMetrics } from '../jobs/reports';
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
  score: { n: 2000, correct: 1112, floatCorrect: 1821, changed: 882 },
  alone: {},
  aloneActivations: {},
  ...changes,
});

const withRecipe = (change: Partial<Side['recipe']>): Side => ({ ...side, recipe: { ...side.recipe, ...change } });

describe('the cause of a loss', () => {
  it('names the layer with the lowest SQNR until layers have been measured alone', () => {
    expect(explain(input({}))?.cause).toContain('fc has the lowest SQNR, 3.4 dB.');
    const measured = explain(input({ alone: { conv: 1200, fc: 1800 } }));
    expect(measured?.cause).toContain('conv alone costs 31.1 points, at 15.0 dB.');
  });

  it('says so when no layer alone explains it', () => {
    expect(explain(input({ alone: { conv: 1818, fc: 1815 } }))?.cause).toContain('the errors add up');
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
    const found = explain(input({ score: { n: 2000, correct: 1815, floatCorrect: 1821, changed: 31 } }));
    expect(found?.title).toBe('Nothing to mend');
    expect(found?.cause).toContain('0.3 points lost');
    expect(found?.cause).toContain('31 of 2,000 predictions changed');
    expect(found?.action.side.recipe.quantizer.params['bits']).toBe(2);
  });

  it('has nothing to explain when nothing is quantized', () => {
    expect(explain(input({ network: network(layer('fc', { sqnrDb: Infinity })) }))).toBeNull();
  });
});

describe('activations as the cause', () => {
  const four = choose('quantizer', 'uniform', { bits: 4 }, 'activations');
  const activations = { ...defaultActivations(), recipe: { ...defaultActivations().recipe, quantizer: four } };
  const both = { side: { ...side, activations }, alone: { conv: 1700, fc: 1800 } };

  it('are named when the input of one layer costs more than any weights', () => {
    const found = explain(input({ ...both, aloneActivations: { conv: 1810, fc: 1521 } }));
    expect(found?.cause).toContain('the input of fc alone costs 15.0 points');
    expect(found?.action.label).toBe('Give the input of fc 8 bits');
    expect(found?.action.side.activations?.overrides['fc']?.quantizer?.params['bits']).toBe(8);
    expect(found?.action.side.overrides).toEqual({});
  });

  it('are not when some weights cost more, or nothing is lost', () => {
    expect(explain(input({ ...both, aloneActivations: { fc: 1750 } }))?.cause).toContain('conv alone costs');
    const score = { n: 2000, correct: 1820, floatCorrect: 1821, changed: 3 };
    expect(explain(input({ ...both, score, aloneActivations: { fc: 1521 } }))?.title).toBe('Nothing to mend');
  });

  it('are the only cause while the weights are float', () => {
    const found = explain(input({ ...both, network: network(), alone: {}, aloneActivations: { fc: 1818 } }));
    expect(found?.cause).toContain('the errors add up');
  });
});
