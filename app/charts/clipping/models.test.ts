import { describe, expect, it } from 'vitest';
import { oneGroup } from '../../../src/clipping/input';
import { clipperOf } from '../../../src/clipping/registry';
import { clipCodes, describeTensor, measureThreshold } from '../../../src/jobs/clip-measure';
import type { ClipCodes } from '../../../src/jobs/clip-reports';
import { traceBatches, cutIntoBatches } from '../../../src/jobs/clip-batches';
import { loadKernels } from '../../../src/kernels/index';
import { drawSample } from '../../../src/numerics/samples';
import type { Score } from '../../store/state';
import { type Arena, type Method, codesText } from './arena';
import { batchesModel, batchesSentence } from './batches-model';
import { costModel } from './costs-model';
import { klModel } from './kl-model';
import { octavModel } from './octav-model';
import { classify } from '../../../src/tasks/classify';
import { language } from '../../../src/tasks/language';
import { ranked, rankingModel, rankingSentence } from './ranking-model';
import { notesOf, readingOf } from './reading';
import { thresholdModel, thresholdSentence } from './threshold-model';
import { widthsModel } from './widths-model';

const kernels = loadKernels({ plain: true });
const size = { width: 880, height: 280 };
const small = { width: 220, height: 150 };
const METHODS = ['minmax', 'percentile', 'kl', 'mse', 'octav', 'aciq'];

function arenaOf(data: Float32Array, codes: ClipCodes, a = 'mse', b = 'minmax'): Arena {
  const methods = METHODS.map((id): Method => {
    const trace = clipperOf(id).trace(oneGroup(data, { kernels, symmetric: true, ...clipCodes(codes) }), {});
    const threshold = trace.candidates.high[trace.chosen] ?? 0;
    return { id, label: id.toUpperCase(), point: measureThreshold(data, threshold, clipCodes(codes), kernels), trace };
  });
  const subject = { title: 'Sample', noun: 'values', axis: 'value' };
  return { subject, tensor: describeTensor(data, kernels), codes, methods, a, b };
}

const codes: ClipCodes = { bits: 4, kind: 'restricted' };
const laplace = arenaOf(drawSample('laplace', 20_000, 7, false), codes);
const traceOf = (id: string) => laplace.methods.find((method) => method.id === id)!.trace!;
const score = (correct: number, n = 1000): Score => ({
  n,
  value: correct / n,
  of: n,
  paired: null,
  correct,
  low: correct / n - 0.02,
  high: correct / n + 0.02,
  changed: 3,
  predictions: null,
  logitsMse: null,
});

describe('thresholdModel', () => {
  it('puts a flag at every threshold and mirrors it below zero', () => {
    const { flags, frame } = thresholdModel(laplace, size);
    flags.forEach((flag, i) => {
      const { threshold } = laplace.methods[i]!.point;
      expect(flag.x).toBeCloseTo(frame.x(threshold), 6);
      expect(flag.mirror).toBeCloseTo(frame.x(-threshold), 6);
    });
    expect(flags.filter(({ side }) => side !== null).map(({ id, side }) => [id, side])).toEqual([
      ['minmax', 'b'],
      ['mse', 'a'],
    ]);
  });

  it('names the codes, and draws as many levels as there are', () => {
    expect(thresholdSentence(laplace)).toContain('codes −7 to 7, signed restricted');
    expect(thresholdModel(laplace, size).levels).toHaveLength(15);
    const full = arenaOf(drawSample('gauss', 500, 1, false), { bits: 3, kind: 'full' });
    expect(codesText(full.codes)).toBe('codes −4 to 3, signed full');
    expect(thresholdModel(full, size).levels).toHaveLength(8);
    const unsigned = arenaOf(drawSample('gauss', 500, 1, true), { bits: 3, kind: 'unsigned' });
    expect(codesText(unsigned.codes)).toBe('codes 0 to 7, unsigned');
    expect(thresholdModel(unsigned, size).flags.every(({ mirror }) => mirror === null)).toBe(true);
  });

  it.each([
    ['empty', new Float32Array(0)],
    ['all zero', new Float32Array(40)],
    ['constant', new Float32Array(40).fill(0.3)],
    ['full of holes', Float32Array.of(NaN, Infinity, 1, -2)],
  ])('has no NaN in a label or a path for a tensor that is %s, and says what is wrong with it', (_, data) => {
    const arena = arenaOf(data, codes);
    const drawn = [
      thresholdModel(arena, size),
      costModel(arena, size),
      ...arena.methods.flatMap(({ trace }) => [klModel(trace!, 0, small), octavModel(trace!, 9, small)]),
      readingOf(
        arena,
        ranked(arena, () => null, classify),
        classify,
      ),
    ];
    expect(JSON.stringify(drawn, (_key, value: unknown) => (Number.isNaN(value) ? 'NaN' : value))).not.toContain('NaN');
    expect(notesOf(arena)).toHaveLength(1);
  });
});

describe('costModel', () => {
  it('draws axes and curves again for another size only, also those of the histogram', () => {
    const moved: typeof laplace = { ...laplace, a: 'kl' };
    const room = { width: 430, height: 280 };
    expect(thresholdModel(moved, size).frame).toBe(thresholdModel(laplace, size).frame);
    expect(costModel(moved, room)!.plot).toBe(costModel(laplace, room)!.plot);
    const wide = { ...room, width: 600 };
    expect(thresholdModel(laplace, wide).frame.right).toBeGreaterThan(thresholdModel(laplace, room).frame.right);
    expect(costModel(laplace, wide)!.total).not.toBe(costModel(laplace, room)!.total);
  });

  it.each([430, 330])(
    'marks every estimator on the curve with its name, no name over another, %i pixels wide',
    (width) => {
      const model = costModel(laplace, { width, height: 280 })!;
      expect(model.marks).toHaveLength(METHODS.length);
      for (const one of model.marks) {
        expect(one.from).toBeGreaterThanOrEqual(0);
        expect(one.to).toBeLessThanOrEqual(width);
        expect(one.top).toBeGreaterThanOrEqual(0);
        for (const other of model.marks) {
          if (one === other) continue;
          expect(one.labelY === other.labelY && one.from < other.to && other.from < one.to).toBe(false);
          expect(one.top <= other.labelY && one.x > other.from && one.x < other.to).toBe(false);
        }
      }
      const lowest = Math.max(...model.marks.map(({ y }) => y));
      expect(model.marks.find(({ id }) => id === 'mse')?.y).toBe(lowest);
    },
  );
});

describe('klModel', () => {
  it('starts at the best candidate and moves to the nearest one', () => {
    const trace = traceOf('kl');
    const best = klModel(trace, 0, small)!;
    expect(best.index).toBe(trace.chosen);
    expect(best.cursor.x).toBe(best.best.x);
    expect(klModel(trace, 1, small)!.index).toBe(0);
    expect(klModel(trace, 130, small)!.text).toMatch(/^130 of 2,048 bins/);
  });
});

describe('octavModel', () => {
  it('shows the steps up to the one asked for, and all of them beyond the last', () => {
    const trace = traceOf('octav');
    const all = octavModel(trace, 100, small)!;
    expect(all.present).toBe(all.last);
    expect(octavModel(trace, 0, small)!.steps).toHaveLength(1);
    expect(all.steps.at(-1)?.x).toBeCloseTo(all.plot.x(trace.candidates.high[trace.chosen] ?? 0), 3);
  });
});

describe('batchesModel', () => {
  const batches = traceBatches(cutIntoBatches(drawSample('gauss', 4000, 7, false)), 0.1, true);

  it('marks the bad batch and says that it is artificial', () => {
    const { dots } = batchesModel(batches, small);
    expect(dots.filter(({ isBad }) => isBad)).toHaveLength(1);
    expect(Math.min(...dots.map(({ y }) => y))).toBe(dots.find(({ isBad }) => isBad)?.y);
    expect(batchesSentence(batches)).toContain('artificial');
    expect(batchesSentence(null)).toContain('no batches');
  });
});

describe('the ranking', () => {
  it('orders by accuracy, then by error what is not measured', () => {
    const known: Readonly<Record<string, Score>> = { minmax: score(500), kl: score(900) };
    const rows = ranked(laplace, ({ id }) => known[id] ?? null, classify);
    expect(rows.slice(0, 2).map(({ method }) => method.id)).toEqual(['kl', 'minmax']);
    const errors = rows.slice(2).map(({ method }) => method.point.mse);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(rankingSentence(rows, classify)).toBe(
      'Accuracy with each estimator in every layer, best first: KL 90.0 %, MINMAX 50.0 %.',
    );
  });

  it('puts the fewest bits per character first for a language model, and keeps its marks inside the plot', () => {
    const bits = (value: number): Score => ({ ...score(0), value, low: value - 0.1, high: value + 0.1 });
    const rows = ranked(laplace, ({ id }) => bits(id === 'kl' ? 2.1 : 2.6), language);
    expect(rows[0]?.method.id).toBe('kl');
    const model = rankingModel(rows, bits(2), 700, language);
    for (const { dot } of model.rows) {
      expect(dot!.from).toBeGreaterThanOrEqual(model.columns.from);
      expect(dot!.to).toBeLessThanOrEqual(model.columns.to);
    }
    expect(model.rows[0]?.spoken).toBe('bits per character 2.100 bits/char');
  });

  it('draws the interval around the accuracy, inside the plot', () => {
    const model = rankingModel(
      ranked(laplace, () => score(600), classify),
      score(910),
      700,
      classify,
    );
    const dot = model.rows[0]!.dot!;
    expect(dot.from).toBeLessThan(dot.x);
    expect(dot.to).toBeGreaterThan(dot.x);
    expect(dot.from).toBeGreaterThan(model.columns.from);
    expect(model.float).toBeLessThan(model.columns.to);
  });

  it('says that the least error is not the best accuracy only where it is not', () => {
    const lost = ranked(laplace, ({ id }) => score(id === 'percentile' ? 800 : 700), classify);
    expect(readingOf(laplace, lost, classify).join(' ')).toContain('PERCENTILE is 10.0 points ahead of');
    const won = ranked(
      laplace,
      ({ id, point }) => score(Math.round(900 - 1000 * point.mse) + (id === 'mse' ? 1 : 0)),
      classify,
    );
    expect(readingOf(laplace, won, classify).join(' ')).toContain('no other method does better');
  });
});

describe('widthsModel', () => {
  it('keeps labels apart and in the order of the lines', () => {
    const series = ['a', 'b', 'c'].map((id, i) => ({
      id,
      label: id,
      side: null,
      scores: new Map([[4, score(900 - i)]]),
    }));
    const ys = widthsModel(series, null, 4, small, classify).lines.map(({ label }) => label?.y ?? 0);
    expect(ys[1]! - ys[0]!).toBeGreaterThanOrEqual(13);
    expect(ys[2]! - ys[1]!).toBeGreaterThanOrEqual(13);
  });
});
