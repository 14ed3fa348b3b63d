import { describe, expect, it } from 'vitest';
import type { BenchReport, BinaryLayerReport } from '../../../src/jobs/binary-reports';
import { curveOptimum, thresholdCurve } from '../../../src/binary/threshold-curve';
import { uniformStream } from '../../../src/numerics/random';
import { type AccuracyRow, accuracyModel, accuracySentence, intervalText } from './accuracy-model';
import { benchModel, benchSentence, speedup } from './bench-model';
import { cutModel, cutSentence } from './cut-model';
import { levelsModel, levelsSentence } from './levels-model';
import { drawSigns, signsSentence } from './signs-model';
import { stepText, stepperModel } from './stepper-model';
import { binaryError, curveIndex, weightsModel, weightsSentence } from './weights-model';

const next = uniformStream(2, 'sample-values');
const size = { width: 400, height: 300 };

function reportOf(weights: Float32Array): BinaryLayerReport {
  const mean = (of: (w: number) => number) => weights.reduce((sum, w) => sum + of(w), 0) / weights.length;
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const groups = [weights];
  return {
    n: weights.length,
    filters: 4,
    perFilter: weights.length / 4,
    scales: 1,
    largest,
    meanSize: mean(Math.abs),
    meanSquare: mean((w) => w * w),
    meanSquaredScale: mean(Math.abs) ** 2,
    histogram: { limit: largest || 1, counts: Uint32Array.of(1, 5, weights.length - 12, 5, 1) },
    beyond: 0,
    curve: thresholdCurve(groups),
    optimum: curveOptimum(groups),
    filter: 0,
    weights: weights.slice(0, weights.length / 4),
  };
}

const report = reportOf(Float32Array.from({ length: 400 }, () => (next() - 0.5) * next()));

describe('weights and error curves', () => {
  it('know the error of binary levels at any scale', () => {
    const { meanSize, meanSquare } = report;
    // E(|w| − c α)² / E w² with α = E|w|.
    for (const c of [0, 0.5, 1, 1.7]) {
      const direct = (meanSquare - 2 * c * meanSize ** 2 + (c * meanSize) ** 2) / meanSquare;
      expect(binaryError(report, c)).toBeCloseTo(direct, 12);
    }
    expect(binaryError(report, 1)).toBeCloseTo(report.curve.error[0]!, 9);
  });

  it('put levels, thresholds and marks at their places', () => {
    const model = weightsModel(report, { alpha: 1, factor: 0.7 }, size);
    const [left, right] = model.thresholds;
    expect(model.frame.x.invert(right)).toBeCloseTo(0.7 * report.meanSize, 6);
    expect(left + right).toBeCloseTo(2 * model.frame.x(0), 6);
    expect(model.frame.x.invert(model.alphaX)).toBeCloseTo(report.meanSize, 6);
    const cut = cutModel('threshold', report, 0.7, size);
    expect(cut.plot.x.invert(cut.grip.x)).toBeCloseTo(0.7, 6);
    const optimum = cut.marks.find(({ id }) => id === 'optimum');
    expect(optimum?.y).toBeGreaterThanOrEqual(cut.grip.from - 1e-6);
    expect(cutSentence('threshold', report, 0.7)).toContain(report.curve.error[70]!.toFixed(3));
    expect(cutSentence('alpha', report, 1)).toContain('least at the mean');
    expect(curveIndex(report, 9)).toBe(200);
  });

  it('draw numbers for nothing but zeros', () => {
    const zeros = reportOf(new Float32Array(40));
    const texts = [weightsSentence('l', zeros, { alpha: 1, factor: 0.7 }), cutSentence('threshold', zeros, 0.7)];
    const drawn = [
      weightsModel(zeros, { alpha: 1, factor: 0.7 }, size),
      cutModel('threshold', zeros, 0.7, size),
      cutModel('alpha', zeros, 1, size),
    ];
    expect(
      `${texts.join()}${JSON.stringify(drawn.map((one) => JSON.stringify(one, (_, v: unknown) => (Number.isNaN(v) ? 'NaN' : v))))}`,
    ).not.toContain('NaN');
  });
});

describe('the stepper', () => {
  it('does the worked example: 3 of 4 signs agree, and 3 of 8', () => {
    const rows = [
      [2.09, -0.98, 1.48, 0.09],
      [0.05, -0.14, -1.08, 2.12],
      [-0.91, 1.92, 0, -1.03],
      [1.87, 0, 1.53, 1.49],
    ] as const;
    const one = stepperModel({ w: rows[0], x: rows[1], flipW: [], flipX: [] });
    expect([one.bitsW, one.bitsX, one.xnor]).toEqual([
      [1, 0, 1, 1],
      [1, 0, 0, 1],
      [1, 1, 0, 1],
    ]);
    expect([one.p, one.dot, one.floatDot]).toEqual([3, 2, 2]);
    const two = stepperModel({ w: [...rows[0], ...rows[1]], x: [...rows[2], ...rows[3]], flipW: [], flipX: [] });
    expect([two.p, two.dot, two.floatDot]).toEqual([3, -2, -2]);
  });

  it('is exact at any length, with any bits turned over', () => {
    for (const n of [1, 31, 32, 33, 64]) {
      const [w, x] = [0, 1].map(() => Float32Array.from({ length: n }, () => next() - 0.5)) as [
        Float32Array,
        Float32Array,
      ];
      const model = stepperModel({ w, x, flipW: [0], flipX: [n - 1, 70] });
      expect(model.dot).toBe(model.floatDot);
      expect(model.bitsW[0]).toBe(w[0]! >= 0 ? 0 : 1);
      expect(model.wordsW).toHaveLength(Math.ceil(n / 32));
      if (n > 1) expect(model.tree.at(-1)?.sums).toEqual([model.p]);
      expect(stepText(model, 4)).toContain(`= ${String(model.dot).replace('-', '−')}`);
    }
  });
});

describe('stochastic signs', () => {
  it('repeat for the same seed, and their mean tends to the clipped weight', () => {
    expect(drawSigns(0.3, 50, 1)).toEqual(drawSigns(0.3, 50, 1));
    expect(Math.abs(drawSigns(0.3, 2000, 1).means.at(-1)! - 0.3)).toBeLessThan(0.08);
    expect(drawSigns(1.5, 20, 1).signs.every((sign) => sign === 1)).toBe(true);
    expect(signsSentence(drawSigns(-1.5, 0, 1))).toContain('probability 0.000');
  });
});

const row = (change: Partial<AccuracyRow>): AccuracyRow => {
  return {
    method: 'bwn',
    name: 'BWN',
    floatEnds: true,
    bits: 1.56,
    untrained: null,
    trained: null,
    failure: null,
    ...change,
  };
};

describe('weights beyond the axis', () => {
  it('are told in two lines where one would reach into the note of A', () => {
    const beyond = (width: number) =>
      weightsModel({ ...report, beyond: 5 }, { alpha: 1, factor: 0.7 }, { width, height: 300 }).notes.beyond;
    expect(beyond(400)).toEqual([expect.stringMatching(/^5 beyond ±\S+, largest \S+$/)]);
    expect(beyond(288)).toEqual([expect.stringMatching(/^5 beyond/), expect.stringMatching(/^largest/)]);
  });
});

describe('accuracy', () => {
  it('shows what training gained in pale, and a loss without it', () => {
    const gained = row({ untrained: { correct: 680, images: 1000 }, trained: { correct: 890, images: 1000 } });
    const lost = row({
      method: 'twn',
      name: 'TWN',
      untrained: { correct: 800, images: 1000 },
      trained: { correct: 100, images: 1000 },
    });
    const [, group] = accuracyModel([gained, lost], true, size).strips[0]?.groups ?? [];
    expect(group?.chosen).toBe(true);
    expect(group?.bars[0]?.pale?.[1]).toBe(group?.bars[0]?.solid?.[0]);
    expect(group?.bars[1]?.pale).toBeNull();
    expect(group?.bars[1]?.values.map(({ text }) => text)).toEqual(['10.0']);
    expect(accuracySentence([gained])).toContain('68.0 untrained, 89.0 trained');
    expect(intervalText(null)).toBe('–');
  });

  it('puts the groups one above the other where the names of six bars have no room', () => {
    const rows = [false, true].flatMap((floatEnds) => Array.from({ length: 6 }, () => row({ floatEnds })));
    const titles = (width: number) =>
      accuracyModel(rows, true, { width, height: 460 }).strips.map(({ groups }) => groups.map(({ title }) => title));
    expect(titles(520)).toEqual([['all layers', 'first and last layer float']]);
    expect(titles(288)).toEqual([['all layers'], ['first and last layer float']]);
    const { strips } = accuracyModel(rows, true, { width: 288, height: 460 });
    const [first, second] = strips.map(({ groups }) => groups[0]?.bars.at(-1));
    expect(first?.x).toBe(second?.x);
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThanOrEqual(288);
    expect(strips[0]?.bottom).toBeLessThan(strips[1]?.yTicks.at(-1)?.y ?? 0);
  });
});

const bench: BenchReport = {
  m: 8,
  k: 256,
  n: 8,
  kernels: 'simd',
  backend: 'wasm',
  exact: true,
  times: [
    { id: 'tfjs', median: 8, best: 7 },
    { id: 'xnor', median: 1, best: 0.9 },
  ],
  modelled: { word32: 28, word64: 51 },
  layer: { float: 8192, stored: 288, inKernel: 384 },
  network: { float: 100, binary: { packed: 4, counted: 4 }, ternary: { packed: 7, counted: 7 } },
};

describe('the bench', () => {
  it('divides by the float product of tfjs, and has only modelled and published marks before a run', () => {
    expect(speedup(bench, 'xnor')).toBe(8);
    expect(speedup(bench, 'own')).toBeNull();
    expect(benchModel(null, 400).axis.marks.map(({ kind }) => kind)).toEqual(['modelled', 'modelled', 'published']);
    expect(benchModel(bench, 400).bytes.map(({ text }) => text)).toEqual(['8,192', '288', '384']);
    expect(benchSentence(bench)).toContain('8.0 times as fast');
  });
});

describe('learned levels', () => {
  it('end where the last look was, with labels apart', () => {
    const levels = {
      steps: [0, 10],
      positive: [0.06, 0.07],
      negative: [0.06, 0.0701],
      zeros: [0.5, 0.4],
      total: 20,
      twn: 0.0699,
    };
    const model = levelsModel(levels, size);
    const places = model?.labels.map(({ y }) => y) ?? [];
    expect(places.slice(1).every((y, i) => y - places[i]! >= 13)).toBe(true);
    expect(levelsSentence('fc1', levels)).toContain('Wp went from 0.0600 to 0.0700');
    expect(levelsModel({ ...levels, steps: [] }, size)).toBeNull();
    expect(levelsSentence('fc1', null)).toContain('not been trained');
  });
});
