import { describe, expect, it } from 'vitest';
import { AREA_IDS, areaAfter } from '../../src/experiment/screens/registry';
import { AREAS, areaOf } from './registry';
import { titleOf } from './title';

describe('screens', () => {
  it('that the link knows have a name and something to show of their own', () => {
    expect(AREAS.map(({ id }) => id)).toEqual(AREA_IDS);
    expect(new Set(AREAS.map(({ label }) => label)).size).toBe(AREA_IDS.length);
    expect(new Set(AREAS.map(({ Screen }) => Screen)).size).toBe(AREA_IDS.length);
  });

  it('follow each other round and round', () => {
    const [first = 'lab'] = AREA_IDS;
    expect(AREA_IDS.reduce((id) => areaAfter(id, 1), first)).toBe(first);
    expect(areaAfter(areaAfter(first, -1), 1)).toBe(first);
  });

  it('name the page, and keep the sign of work under way', () => {
    expect(titleOf('lab', 'Quantization Playground')).toBe('Quantization Playground');
    expect(titleOf('lab', '… Training · Quantization Playground')).toBe('… Quantization Playground');
    const last = AREA_IDS.at(-1) ?? 'lab';
    expect(titleOf(last, '')).toContain('Quantization Playground');
    expect(areaOf(last).id).toBe(last);
  });
});
