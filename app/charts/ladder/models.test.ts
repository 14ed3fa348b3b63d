import { describe, expect, it } from 'vitest';
import { rungsOf } from '../../../src/experiment/rungs';
import { ladderJobs } from '../../../src/jobs/ladder';
import { INPUT, SETTINGS, finish } from '../../../src/jobs/ladder-fakes';
import type { LadderReport } from '../../../src/jobs/ladder-reports';
import { plainKernels } from '../../../src/kernels/index';
import { classificationScore, classify } from '../../../src/tasks/classify';
import { language } from '../../../src/tasks/language';
import type { LadderInputs, SubjectKind } from './input';
import { placeLabels } from './labels';
import { ladderHeight, ladderModel, ladderScale } from './model';
import { borders, pairBox, sharedBox } from './regions';
import { networkPlot, errorPlot } from './score';
import { cardName, damageTable, ladderSentence, ladderTable, oddNotes, scoreTable } from './words';

const RUNGS = rungsOf(SETTINGS);

const climb = (data: Float32Array, rows: number, columns: number): LadderReport =>
  finish(
    ladderJobs.ladder(
      { ...INPUT, tensor: { kind: 'matrix', id: 'm', rows, columns, data } },
      { kernels: plainKernels, model: null, tensors: new Map() },
    ),
  );

function inputsOf({ subject, rungs }: LadderReport, kind: SubjectKind = 'weights'): LadderInputs {
  return {
    task: classify,
    kind,
    look: 'error',
    subject,
    selected: 'mx6',
    families: [],
    rungs: RUNGS.map((rung, i) => {
      const report = rungs[i];
      return report === undefined || 'problem' in report
        ? { rung, report: null, problem: report?.problem ?? null, score: null }
        : { rung, report, problem: null, score: null };
    }),
  };
}

const waves = (n: number) => Float32Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1)) ** 3);
const usual = inputsOf(climb(waves(80 * 24), 80, 24));
const drawn = (inputs: LadderInputs, width = 1360) => ladderModel(inputs, ladderScale(inputs), width);

describe('the ladder', () => {
  it.each([1360, 980, 700, 338])('keeps every card within %i pixels, none over another', (width) => {
    const { cards, height } = drawn(usual, width);
    expect(cards).toHaveLength(RUNGS.length);
    for (const { box } of cards) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(width + 1e-9);
      expect(box.top + box.height).toBeLessThan(height);
      for (const other of cards) {
        if (other.box === box) continue;
        const apart =
          other.box.left >= box.left + box.width ||
          box.left >= other.box.left + other.box.width ||
          other.box.top >= box.top + box.height ||
          box.top >= other.box.top + other.box.height;
        expect(apart).toBe(true);
      }
    }
    expect(ladderHeight('weights', RUNGS.length, width)).toBe(height);
  });

  it('has two cards in a row on a phone', () => {
    const tops = drawn(usual, 338).cards.map(({ box }) => box.top);
    expect(tops.filter((top) => top === tops[0])).toHaveLength(2);
  });

  it('draws the errors of all rungs on one axis, those of finer formats nearer to 0', () => {
    const { cards } = drawn(usual);
    const limits = cards.map(({ drawn: one }) => one?.errors?.limit);
    expect(new Set(limits).size).toBe(1);
    const reach = (id: string) => {
      const card = cards.find((one) => one.id === id)!;
      const xs = [...(card.drawn?.errors?.path ?? '').matchAll(/[MH]([\d.]+)/g)].map(([, x]) => Number(x));
      return Math.max(...xs) - Math.min(...xs);
    };
    expect(reach('mx9')).toBeLessThan(reach('mx6'));
    expect(reach('mx6')).toBeLessThan(reach('mx4'));
  });

  it('keeps its axes while a setting is dragged', () => {
    const scale = ladderScale(usual);
    const other = inputsOf(
      climb(
        waves(80 * 24).map((x) => x / 2),
        80,
        24,
      ),
    );
    expect(ladderModel(other, scale, 1360).cards[0]?.drawn?.errors?.limit).toBe(
      drawn(usual).cards[0]?.drawn?.errors?.limit,
    );
  });

  it('counts every error in the bins', () => {
    for (const { report } of usual.rungs) expect(report?.errorBins.counts.reduce((sum, n) => sum + n, 0)).toBe(80 * 24);
  });

  it('has a bar for every part of the stored bits, on an axis of at least ten bits', () => {
    const { drawn: one } = drawn(usual).cards.find(({ id }) => id === 'vsquant')!;
    expect(one?.split.map(({ name }) => name)).toEqual(['codes', 'scales']);
    const { drawn: mx } = drawn(usual).cards.find(({ id }) => id === 'mx6')!;
    expect(mx?.splitText).toBe('5.00 codes + 1.00 exponents');
    expect((mx?.split[0]?.width ?? 0) / (mx?.map.width ?? 1)).toBeCloseTo(0.5, 6);
  });
});

const scoreOf = (correct: number, bitsPerWeight: number) => ({
  ...classificationScore(2000, correct),
  changed: 3,
  predictions: null,
  logitsMse: 0,
  bitsPerWeight,
});

describe('the score', () => {
  const frame = { left: 0, top: 0, width: 350, height: 260 };

  it('has the rungs that no other beats on its line', () => {
    const plot = errorPlot(usual, frame);
    const best = plot.points.filter(({ isBest }) => isBest).map(({ id }) => id);
    expect(best).toContain('mx9');
    for (const one of usual.rungs) {
      const beaten = usual.rungs.some(
        ({ report }) =>
          report !== null &&
          one.report !== null &&
          report !== one.report &&
          report.bitsPerWeight <= one.report.bitsPerWeight &&
          report.sqnrDb > one.report.sqnrDb,
      );
      if (beaten) expect(best).not.toContain(one.rung.id);
    }
  });

  it('names the accuracy axis from below the worst interval', () => {
    const scored = {
      ...usual,
      rungs: usual.rungs.map((one, i) => ({
        ...one,
        score: scoreOf(1700 + i, 4 + i / 4),
      })),
    };
    const plot = networkPlot(scored, 0.906, frame);
    expect(plot.yTicks[0]?.label).toBe('80');
    expect(plot.float?.label).toBe('float 90.6');
    expect(networkPlot(usual, null, frame).empty).not.toBeNull();
  });

  it('has the rungs with the fewest bits per character on the line of a language model', () => {
    const rungs = usual.rungs.map((one, i) => ({
      ...one,
      score: { ...scoreOf(0, 4 + i / 4), value: i === 3 ? 2.1 : 2.4 + i / 100, low: 2, high: 3 },
    }));
    const plot = networkPlot({ ...usual, task: language, rungs }, 2.05, frame);
    expect(plot.points.filter(({ isBest }) => isBest).map(({ label }) => label.text)).toEqual([
      RUNGS[0]?.label,
      RUNGS[3]?.label,
    ]);
    expect(plot.title).toContain('Bits per character');
    expect(networkPlot({ ...usual, task: language }, null, frame).yTicks).toEqual([]);
    expect(plot.float?.label).toBe('float 2.050');
  });

  it('draws a thin line through every family that is known at two widths, within the axes', () => {
    const point = (bits: number, sqnrDb: number | null) => ({
      bits,
      error: sqnrDb === null ? null : { id: 'tensor', mse: 10 ** (-sqnrDb / 10), sqnrDb, bitsPerWeight: bits },
      score: bits < 4 ? null : scoreOf(1500 + 10 * bits, bits),
    });
    const families = [
      { id: 'tensor', points: [point(2, 1), point(3, 8), point(4, 15), point(5, null)] },
      { id: 'channel', points: [point(2, 2), point(3, null)] },
      { id: 'group', points: [point(2, Infinity), point(3, 10)] },
    ];
    const plot = errorPlot({ ...usual, families }, frame);
    expect(plot.families.map(({ id, places }) => [id, places.length])).toEqual([['tensor', 3]]);
    for (const { x, y } of plot.families[0]?.places ?? []) {
      expect(x >= plot.left && x <= plot.right).toBe(true);
      expect(y >= plot.top && y <= plot.bottom).toBe(true);
    }
    expect(networkPlot({ ...usual, families }, null, frame).families.map(({ places }) => places.length)).toEqual([2]);
    const { columns, rows } = scoreTable({ ...usual, families });
    expect(rows).toHaveLength(RUNGS.length + 6);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
  });

  it('places labels that do not cover one another where there is room', () => {
    const anchors = Array.from({ length: 8 }, (_, i) => ({ x: 120 + 4 * i, y: 100 + 5 * i, text: 'Per channel' }));
    const placed = placeLabels(anchors, { x: 0, y: 0, width: 400, height: 250 }, []);
    placed.forEach((one, i) =>
      placed.slice(i + 1).forEach((other) => {
        expect(Math.abs(one.x - other.x) >= 68 || Math.abs(one.y - other.y) >= 13).toBe(true);
      }),
    );
  });
});

describe('who shares a scale with a value', () => {
  const map = { left: 10, top: 20, width: 800, height: 240 };
  const at = { row: 79, column: 5 };
  const { rungs } = inputsOf(climb(waves(80 * 24), 80, 24));
  const report = (id: string) => ({
    ...rungs.find(({ rung }) => rung.id === id)!.report!,
    // The whole matrix: cells of 10 by 10.
    window: { row: 0, column: 0, rows: 80, columns: 24 },
  });
  const channel = { left: 10, top: 70, width: 800, height: 10 };

  it.each([
    ['tensor', map],
    ['channel', channel],
    ['group', { ...channel, left: 650, width: 160 }],
    ['mx6', { ...channel, left: 650, width: 160 }],
    // 80 inputs are two blocks of 32 and a short one.
    ['mxfp4', { ...channel, left: 650, width: 160 }],
    ['nf4', { ...channel, left: 650, width: 160 }],
  ])('%s', (id, expected) => {
    expect(sharedBox(report(id), map, at)).toEqual(expected);
  });

  it('a channel of activations is a row: all positions below one another', () => {
    const turned = { ...report('tensor'), regions: { kind: 'row', rowsPerGroup: 1 } as const };
    expect(sharedBox(turned, map, at)).toEqual({ left: 800, top: 20, width: 10, height: 240 });
    expect(borders(turned, map).match(/M/g)).toHaveLength(79);
  });

  it('has a pair only where a second exponent is shared', () => {
    expect(pairBox(report('mx6'), map, at)).toEqual({ ...channel, left: 790, width: 20 });
    for (const id of ['tensor', 'channel', 'group', 'vsquant', 'mxfp4', 'nvfp4'])
      expect(pairBox(report(id), map, at)).toBeNull();
  });

  it('ends at the part of the matrix that is on the map', () => {
    const part = { ...report('group'), window: { row: 72, column: 0, rows: 8, columns: 24 } };
    expect(sharedBox(part, map, at)).toEqual({ ...channel, width: 800 });
  });
});

describe('words about odd tensors', () => {
  const odd: readonly (readonly [string, LadderReport, RegExp | null])[] = [
    ['empty', climb(new Float32Array(0), 0, 4), /empty/],
    ['constant', climb(new Float32Array(64).fill(0.5), 16, 4), /equal/],
    ['all zero', climb(new Float32Array(64), 16, 4), /only zeros/],
    [
      'not finite',
      climb(
        waves(64).map((x, i) => (i === 5 ? NaN : i === 9 ? Infinity : x)),
        16,
        4,
      ),
      /not finite/,
    ],
    ['of a length that groups do not divide', climb(waves(80), 20, 4), /do not divide/],
    [
      'with a channel of zeros',
      climb(
        waves(64).map((x, i) => (i % 4 === 2 ? 0 : x)),
        16,
        4,
      ),
      /1 of 4 channels/,
    ],
    ['usual', climb(waves(64 * 4), 64, 4), null],
  ];

  it.each(odd)('%s: a note, and no label that is not a number', (_name, report, note) => {
    const inputs = inputsOf(report);
    const notes = oddNotes(inputs);
    if (note === null) expect(notes).toEqual([]);
    else expect(notes.join(' ')).toMatch(note);
    const { cards } = drawn(inputs);
    const table = [ladderTable(inputs), damageTable(inputs)].flatMap(({ rows }) => rows.flat().map(String));
    const texts = cards.flatMap(({ label, detail, drawn: one }) => [
      label,
      detail,
      one?.caption ?? '',
      one?.splitText ?? '',
      one?.levels ?? '',
      one?.errors?.path ?? '',
      ...(one?.figures.map(({ text }) => text) ?? []),
    ]);
    const plot = errorPlot(inputs, { left: 0, top: 0, width: 350, height: 260 });
    const marks = [
      plot.pareto,
      ...plot.points.map(({ x, y, name }) => `${String(x)} ${String(y)} ${name}`),
      ...plot.yTicks.map(({ label }) => label),
    ];
    const names = inputs.rungs.map((one) => cardName(one, inputs));
    for (const text of [...table, ...texts, ...marks, ...names, ladderSentence(inputs)]) {
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});
