import { describe, expect, it } from 'vitest';
import type { RoundedLayer, RoundingSnapshot, RowReport } from '../../../src/jobs/round-reports';
import { flipCounts, flipLines, flipsModel, flipsSentence, flipsTable } from './flips';
import { landscapeModel, landscapeSentence, landscapeTable } from './landscape';
import { luckModel, luckSentence, luckTable } from './luck';
import { ridgesModel, ridgesSentence } from './ridges';
import { gainText, stepsModel, stepsSentence } from './steps';

const SIZE = { width: 420, height: 300 };
const given = { first: 0.7, second: 0.6, correlation: 0.9, ratio: 1 };

function layerOf(rows: number, columns: number, taps: readonly [number, number]): RoundedLayer {
  const n = rows * columns;
  return {
    ...{ layer: 'stem', rows, columns, taps, positions: 100, images: 10, lambda: 0.1 },
    ...{ nearest: 2, floor: 30, ceil: 40, low: -3, high: 3, behindRelu: false },
    base: new Int16Array(n),
    nearestUps: new Uint8Array(Math.ceil(n / 8)),
    fractions: new Float32Array(n).fill(0.4),
  };
}

/** Weights 0 and 3 lean up against nearest. */
function snapshot(iteration: number, n: number, change: Partial<RoundingSnapshot> = {}): RoundingSnapshot {
  const ups = new Uint8Array(Math.ceil(n / 8));
  ups[0] = 0b1001;
  return {
    ...{ iteration, beta: 20, active: iteration > 0, soft: 0.1, hard: 2, penalty: 0, undecided: 0.8, flipped: 2 },
    ...{ histogram: Uint32Array.of(2, 3, 5), ups, ...change },
  };
}

describe('the landscape of two weights', () => {
  it('marks nearest and best, and says where AdaRound ends', () => {
    const { corners, ellipses, float, invert } = landscapeModel(given, SIZE);
    expect(corners.map(({ role }) => role).toSorted()).toEqual(['best', 'nearest', 'other', 'other']);
    expect(corners.find(({ role }) => role === 'best')?.isEnd).toBe(true);
    expect(ellipses[0]!.ry).toBeGreaterThan(ellipses[0]!.rx * 3);
    expect(invert(float.x, float.y)).toEqual([0.7, 0.6]);
    expect(invert(-1000, -1000)).toEqual([0, 1]);
    expect(landscapeSentence(given)).toMatch(
      /has an error of 0.466; up and down is the best with 0.126. AdaRound ends/,
    );
    expect(landscapeTable(given).rows.map((row) => row[3])).toContain('best, AdaRound');
  });

  it('has one corner for both where nearest is best', () => {
    const { corners } = landscapeModel({ ...given, correlation: 0 }, SIZE);
    expect(corners.filter(({ role }) => role === 'both')).toHaveLength(1);
  });
});

describe('the histograms of h', () => {
  const run = [0, 10, 20].map((at) => snapshot(at, 8, { undecided: 0.8 - at / 40 }));

  it('stand below each other up to the shown step', () => {
    const model = ridgesModel(run, 1, SIZE);
    expect(model?.ridges.map(({ step }) => step)).toEqual([0, 10]);
    expect(model?.ridges.at(-1)?.isLast).toBe(true);
    expect(model?.ridges[0]?.bars.map(({ isWall }) => isWall)).toEqual([true, false, true]);
    expect(ridgesModel([], 0, SIZE)).toBeNull();
    expect(ridgesSentence(run, 2)).toContain('After 20 steps 30 % of the weights are undecided');
  });

  it('give their curves of error, undecided share and β', () => {
    const options = { shown: 2, iterations: 20, warmStart: 0.2, size: SIZE };
    const model = stepsModel(layerOf(4, 2, [2, 2]), [...run.slice(0, 2), snapshot(20, 8, { hard: 0.5 })], options);
    const labels = model?.labels ?? [];
    labels.slice(1).forEach(({ y }, i) => expect(y - labels[i]!.y).toBeGreaterThanOrEqual(14.9));
    expect(labels.map(({ text }) => text)).toContain('B AdaRound 0.500');
    expect(model?.warm).toBeGreaterThan(model?.error.left ?? Infinity);
    expect(stepsSentence(null, [], -1)).toBe('AdaRound has not run yet.');
    expect([gainText(2, 0.5), gainText(1, 2)]).toEqual(['error 4.0 × smaller', 'error 2.0 × larger']);
  });
});

describe('the flip map', () => {
  it('draws a kernel for each output of a layer with one input', () => {
    const subject = { layer: layerOf(4, 2, [2, 2]), snapshot: snapshot(10, 8) };
    const model = flipsModel(subject, SIZE);
    expect([model.kind, model.cells.length]).toEqual(['kernels', 8]);
    expect(
      model.cells
        .filter(({ flip }) => flip === 1)
        .map(({ index }) => index)
        .toSorted((a, b) => a - b),
    ).toEqual([0, 3]);
    expect(flipCounts(subject)).toEqual({ up: 2, down: 0 });
    expect(flipsSentence(subject)).toContain('2 of 8 codes of stem moved against nearest, 2 up and 0 down');
    const gains = Float32Array.of(0, 0, 0, 0.25, 0, 0, 0, 0);
    const cell = model.cells.find(({ index }) => index === 3)!;
    expect(flipLines(subject, gains, cell, 'kernels').join()).toContain('saves 0.250 of the output error');
    expect(flipsTable(subject, gains).rows).toHaveLength(2);
  });

  it('draws a matrix of a layer with more inputs, and blocks of a large one, all inside the plot', () => {
    for (const [rows, columns, kind] of [
      [40, 8, 'matrix'],
      [400, 100, 'pooled'],
    ] as const) {
      const subject = { layer: layerOf(rows, columns, [1, 1]), snapshot: snapshot(10, rows * columns) };
      const model = flipsModel(subject, SIZE);
      expect(model.kind).toBe(kind);
      for (const { x, y, width, height } of model.cells) {
        expect(x + width).toBeLessThanOrEqual(SIZE.width);
        expect(y + height).toBeLessThanOrEqual(SIZE.height);
      }
    }
  });
});

describe('luck', () => {
  const report: RowReport = {
    ...{ layer: 'stem', row: 3, weights: 9, nearest: 2, floor: 30, ceil: 50, adaround: 0.4, gptq: 1, best: 0.3 },
    ...{ draws: Float32Array.from({ length: 50 }, (_, i) => 1 + (i % 10)), betterShare: 0.2, pair: null },
  };

  it('is drawn beside the rules, no label on another', () => {
    const model = luckModel(report, SIZE)!;
    expect(model.dots).toHaveLength(50);
    expect(new Set(model.dots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`)).size).toBe(50);
    expect(model.marks.map(({ id }) => id)).toContain('best');
    const x = (id: string): number => model.marks.find((mark) => mark.id === id)!.x;
    expect(x('best')).toBeLessThan(x('nearest'));
    expect(x('nearest')).toBeLessThan(x('floor'));
    expect(luckSentence(report)).toContain('20 % are better than nearest');
    expect(luckTable(report).rows).toHaveLength(57);
  });

  it('keeps labels off the lines of the rules above where there is room', () => {
    // Both places in the first row are taken; in the second the lines of the others would cross what stands at the right.
    const { marks } = luckModel({ ...report, adaround: 5, nearest: 4.9, best: 4.8 }, SIZE)!;
    const extent = ({ x, text, anchor }: (typeof marks)[number]): readonly [number, number] => {
      const width = text.length * 6.6 + 8;
      return anchor === 'start' ? [x, x + width] : [x - width, x];
    };
    const best = marks.find(({ id }) => id === 'best')!;
    const [from, to] = extent(best);
    const above = marks.filter(({ y, id }) => y < best.y && id !== 'best');
    expect(above.map(({ id }) => id)).toEqual(expect.arrayContaining(['adaround', 'nearest']));
    expect(above.filter(({ x }) => x > from && x < to)).toEqual([]);
  });

  it('is nothing where no rounding costs anything', () => {
    const none = {
      ...report,
      nearest: 0,
      floor: 0,
      ceil: 0,
      adaround: 0,
      gptq: 0,
      best: 0,
      draws: new Float32Array(3),
    };
    expect(luckModel(none, SIZE)).toBeNull();
  });
});
