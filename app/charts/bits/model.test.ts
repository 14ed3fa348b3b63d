import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../../src/experiment/rungs';
import { ladderJobs } from '../../../src/jobs/ladder';
import type { CodeReport } from '../../../src/jobs/ladder-reports';
import { plainKernels } from '../../../src/kernels/index';
import { compose } from '../../../src/quantizers/layout';
import { editedLayouts, toggled } from './edits';
import { bitsModel } from './model';

const data = Float32Array.from({ length: 64 }, (_, i) => Math.sin(12.9898 * (i + 1)));

function report(quantizer: string, params: Record<string, number> = {}, at = 18): CodeReport {
  const job = ladderJobs['inspect-code'](
    {
      tensor: { kind: 'matrix', id: 'm', rows: 32, columns: 2, data },
      outlier: null,
      seed: 7,
      at,
      recipe: recipeOf(quantizer, params, 'tensor', { groupSize: 16 }),
    },
    { kernels: plainKernels, model: null, tensors: new Map() },
  );
  if (job instanceof Promise) throw new Error('not a generator');
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

const SHARING = { value: 1, pair: 2, block: 16, channel: 32, tensor: 64 };
const mx6 = report('mx-shared', { m: 4 });
const layout = mx6.entries.find(({ index }) => index === 18)!.layout;
const place = (id: string) => layout.findIndex((field) => field.id === id);

describe('changed bits', () => {
  it('of the sign change one value only', () => {
    const edits = toggled(layout, [], place('sign'), 0);
    const values = editedLayouts(mx6, edits).map(compose);
    mx6.entries.forEach(({ index, quantized }, i) => {
      expect(values[i]).toBe(index === 18 ? -quantized : quantized);
    });
  });

  it('of a micro-exponent halve or double its pair', () => {
    const edits = toggled(layout, [], place('micro-exponent'), 0);
    const pair = mx6.entries.find(({ index }) => index === 18)?.pair;
    editedLayouts(mx6, edits).forEach((one, i) => {
      const { quantized, pair: own } = mx6.entries[i]!;
      const factor = own !== pair ? 1 : layout[place('micro-exponent')]?.raw === 1 ? 2 : 0.5;
      expect(compose(one)).toBeCloseTo(quantized * factor, 6);
    });
  });

  it('of the shared exponent reach the whole block', () => {
    const bits = layout[place('shared-exponent')]!.bits;
    const edits = toggled(layout, [], place('shared-exponent'), bits - 1);
    const ratios = editedLayouts(mx6, edits).map((one, i) => compose(one) / mx6.entries[i]!.quantized);
    expect(new Set(ratios.filter((ratio) => !Number.isNaN(ratio))).size).toBe(1);
  });

  it('turned back leave nothing', () => {
    const once = toggled(layout, [], place('mantissa'), 1);
    expect(once).toHaveLength(2);
    expect(toggled(layout, once, place('mantissa'), 1)).toEqual([]);
  });

  it('of another format are ignored', () => {
    const values = editedLayouts(mx6, [99, 1, 0, 4, 1.5, 1]).map(compose);
    expect(values).toEqual(mx6.entries.map(({ quantized }) => quantized));
  });
});

describe('the drawing', () => {
  it('shows sixteen values where there is room and fewer on a phone, the selected one among them', () => {
    const wide = bitsModel(mx6, [], 760, SHARING)!;
    expect(wide.columns).toHaveLength(16);
    const narrow = bitsModel(report('mx-shared', { m: 4 }, 30), [], 340, SHARING)!;
    expect(narrow.columns).toHaveLength(6);
    expect(narrow.columns.filter(({ isSelected }) => isSelected)).toHaveLength(1);
    for (const { x, width } of narrow.cells) expect(x + width).toBeLessThanOrEqual(340);
  });

  it('has a switch for every bit of the selected value and of what it shares, and for no other', () => {
    const { cells, columns } = bitsModel(mx6, [], 760, SHARING)!;
    const bits = layout.reduce((sum, field) => sum + field.bits, 0);
    expect(cells.filter(({ toggle }) => toggle !== null)).toHaveLength(bits);
    expect(cells).toHaveLength(8 + 8 + columns.length * 5);
  });

  it('puts the thirty-two bits of a float scale into the frame', () => {
    const { cells, isEdited } = bitsModel(report('uniform', { bits: 4 }), [], 340, SHARING)!;
    expect(cells.every(({ x, width }) => x + width <= 340)).toBe(true);
    expect(isEdited).toBe(false);
  });

  it('adds up what one value costs', () => {
    expect(bitsModel(mx6, [], 760, SHARING)?.storage.join(' ')).toBe(
      'Storage: 1 sign + 4 mantissa + 1/2 micro-exponent + 8/16 shared exponent = 6.00 bits per value',
    );
  });

  it('writes all numbers of a block in one unit', () => {
    const small = {
      ...mx6,
      entries: mx6.entries.map((entry) => ({ ...entry, value: entry.value / 1000, layout: [] })),
    };
    const { unit, columns } = bitsModel(small, [], 760, SHARING)!;
    expect(unit).toBe(', 10⁻⁶');
    for (const { weight } of columns) expect(weight).toMatch(/^−?\d+(\.\d+)?$/);
  });

  it('is empty for an empty tensor', () => {
    expect(
      bitsModel({ at: -1, row: 0, column: 0, turned: false, shared: 0, entries: [] }, [], 340, SHARING),
    ).toBeNull();
  });
});
