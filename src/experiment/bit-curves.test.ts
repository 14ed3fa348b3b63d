import { describe, expect, it } from 'vitest';
import { curveTasks } from './bit-curves';
import { decodeLink, encodeLink } from './codec';
import { defaultExperiment } from './defaults';

describe('the points of accuracy over bits', () => {
  it('are few at first: three widths, one granularity, nearest before what takes long', () => {
    const tasks = curveTasks(defaultExperiment(), 7);
    expect(tasks.map(({ method, bits }) => `${method} ${String(bits)}`)).toEqual([
      ...['ptq 2', 'ptq 3', 'ptq 4', 'adaround 2', 'qat 2', 'adaround 3', 'qat 3', 'adaround 4', 'qat 4'],
    ]);
    expect(new Set(tasks.map(({ series }) => series))).toEqual(
      new Set(['ptq/tensor', 'adaround/tensor', 'qat/tensor']),
    );
  });

  it('follow the settings of both screens, and each is a side that a link can carry', () => {
    const screens = {
      rounding: { iterations: 300 },
      training: { curveBits: [8, 2], curveScales: 'both', curveRule: 'learned', epochs: 2 },
    };
    const tasks = curveTasks({ screens }, 7);
    expect(tasks).toHaveLength(12);
    const last = tasks.at(-1)!;
    expect(last).toMatchObject({ bits: 8, label: 'QAT, per-channel' });
    expect(last.side.weights).toMatchObject({ kind: 'trained', scale: 'learned', params: { epochs: 2 } });
    expect(last.side.weights?.params).not.toHaveProperty('curveBits');
    const experiment = { ...defaultExperiment(), a: tasks.at(-2)!.side, b: last.side };
    expect(tasks.at(-2)!.side.weights?.params).toMatchObject({ iterations: 300 });
    expect(decodeLink(encodeLink({ experiment }))).toEqual({ ok: true, link: { experiment } });
  });
});
