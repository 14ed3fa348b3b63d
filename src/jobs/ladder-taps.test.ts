import { describe, expect, it } from 'vitest';
import { uniformActivations } from '../activations/uniform';
import { activationRungsOf, rungsOf, sideOfRung } from '../experiment/rungs';
import { plainKernels } from '../kernels/index';
import { roundHalfEven } from '../numerics/round';
import { compose } from '../quantizers/layout';
import { ladderJobs } from './ladder';
import { SETTINGS, climb, finish, loud, resourcesWith, rung } from './ladder-fakes';
import type { LadderInput } from './ladder-reports';
import { keepTap } from './tap-store';

describe('the input of a layer', () => {
  // 40 positions of 24 channels, all at or above 0 as behind a ReLU; channel 3 is loud.
  const channels = 24;
  const values = Float32Array.from({ length: 40 * channels }, (_, i) =>
    Math.max(0, Math.sin(12.9898 * (i + 1)) * (i % channels === 3 ? 8 : 1)),
  );
  const ends = Float32Array.of(0);
  keepTap('net/layer', {
    data: values,
    channels,
    nonNegative: true,
    values: 3 * values.length,
    images: 120,
    batches: { low: ends, high: Float32Array.of(8) },
  });
  const tap = { kind: 'tap', id: 'net/layer', layer: 'layer' } as const;
  const rungs = activationRungsOf(SETTINGS);
  const climbTap = (input: Partial<LadderInput> = {}) => climb(loud, { tensor: tap, rungs, ...input });

  it('has its channels as rows, and says how many values passed', () => {
    const { subject } = climbTap();
    expect(subject).toMatchObject({ rows: channels, columns: 40, n: 960, tap: { values: 2880, images: 120 } });
    expect(subject.floats[1]).toBe(values[channels]);
  });

  it('is quantized with one scale and with one for each channel as the network quantizes it', () => {
    const report = climbTap();
    for (const [id, granularity] of [
      ['tensor', 'tensor'],
      ['channel', 'channel'],
    ] as const) {
      const { activations } =
        sideOfRung(
          rungs.find((one) => one.id === id)!,
          7,
        ) ?? {};
      expect(activations?.recipe.granularity.id).toBe(granularity);
      const fitted = uniformActivations.fit(
        { data: values, channels, nonNegative: true, batches: null },
        activations!.recipe,
        plainKernels,
      );
      const own = rung(report, id);
      expect(own.groups).toBe(fitted.scales.length);
      own.values.forEach((value, i) => {
        const [row, column] = [Math.floor(i / own.window.columns), i % own.window.columns];
        const scale = fitted.scales[id === 'channel' ? row : 0]!;
        const zero = fitted.zeroPoints[id === 'channel' ? row : 0]!;
        const x = values[column * channels + row]!;
        const code = Math.min(Math.max(roundHalfEven(x / scale) + zero, fitted.qmin), fitted.qmax);
        expect(value).toBe(Math.fround((code - zero) * scale));
      });
    }
    expect(rung(report, 'channel').regions).toEqual({ kind: 'row', rowsPerGroup: 1 });
    expect(rung(report, 'channel').mse).toBeLessThan(rung(report, 'tensor').mse);
  });

  it('says under which rungs the network cannot be run, by the registry of activations', () => {
    const unmeasured = rungs.filter((one) => sideOfRung(one, 7) === null).map(({ id }) => id);
    expect(unmeasured).toEqual(['group', 'vsquant', 'mx4', 'mx6', 'mx9', 'mxfp4', 'mxfp6', 'mxfp8', 'nvfp4', 'nf4']);
    for (const { activations } of rungs)
      if (activations !== undefined && 'reason' in activations) expect(activations.reason).toMatch(/only$/);
    expect(rungsOf(SETTINGS).every((one) => sideOfRung(one, 7) !== null)).toBe(true);
  });

  it('lists the positions that share the scale of a channel, with their bits', () => {
    const one = rungs.find(({ id }) => id === 'channel')!;
    const at = 3 * 40 + 21;
    const report = finish(
      ladderJobs['inspect-code']({ tensor: tap, outlier: null, seed: 7, at, ...one }, resourcesWith(loud)),
    );
    expect(report).toMatchObject({ turned: true, row: 21, column: 3, shared: 40 });
    for (const { index, row, value, quantized, layout } of report.entries) {
      expect(index).toBe(3 * 40 + row);
      expect(value).toBe(values[row * channels + 3]);
      expect(compose(layout)).toBe(quantized);
    }
  });

  it('takes an outlier, and has no values that were never brought', () => {
    const report = climbTap({ outlier: { index: 960 + 7, factor: 4 } });
    expect(report.subject.outlier?.index).toBe(7);
    expect(rung(report, 'channel').damage?.touched).toBeLessThan(40);
    expect(rung(report, 'tensor').damage?.touched).toBeGreaterThan(100);
    expect(() => climbTap({ tensor: { ...tap, id: 'net/other' } })).toThrow(/not in the worker/);
  });
});
