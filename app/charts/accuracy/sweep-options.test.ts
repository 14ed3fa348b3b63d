import { describe, expect, it } from 'vitest';
import { defaultSeries } from '../../../src/experiment/default-series';
import { sweepTasks } from '../../../src/experiment/sweep';
import { TECHNIQUES } from '../../../src/experiment/techniques';
import { chosenSeries, firstChoice, pointCount, seriesChoice } from './sweep-options';

const ids = () => {
  const { tables, singles } = seriesChoice();
  return [...tables.flatMap(({ rows }) => rows.flatMap(({ series }) => series)), ...singles].map(({ id }) => id);
};

describe('series to sweep', () => {
  it('offers every granularity with every clipper that chooses a range by itself', () => {
    const uniform = seriesChoice().tables[0]!;
    expect(uniform.rows.map(({ label }) => label)).toEqual(['Per-tensor', 'Per-channel', 'Group of 16']);
    const choosing = Object.keys(TECHNIQUES.clipper).filter((id) => id !== 'manual');
    expect(uniform.heads).toHaveLength(choosing.length);
    expect(uniform.rows.every(({ series }) => series.length === choosing.length)).toBe(true);
  });

  it('does not vary what a codebook ignores', () => {
    expect(ids().filter((id) => id.startsWith('codebook'))).toEqual(['codebook']);
  });

  it('offers every quantizer but float', () => {
    const offered = new Set(ids().map((id) => id.split('/')[0]!));
    expect([...offered].sort()).toEqual(
      Object.keys(TECHNIQUES.quantizer)
        .filter((id) => id !== 'float')
        .sort(),
    );
  });

  it('starts from the pre-computed series and the codebook', () => {
    const series = chosenSeries(firstChoice());
    expect(series.slice(0, -1)).toEqual(defaultSeries());
    expect(series.at(-1)?.quantizer).toMatchObject({ id: 'codebook', params: { method: 'exact' } });
  });

  it('counts the points that will be measured', () => {
    const series = chosenSeries(firstChoice());
    expect(pointCount(series)).toBe(sweepTasks(series).length);
  });

  it('gives every series an id of its own', () => {
    expect(new Set(ids()).size).toBe(ids().length);
  });
});
