import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelBundle } from '../model/types';
import { parseModel } from '../model/model';
import { cutsOf, worthKeeping } from './cuts';

const file = (path: string): Buffer => readFileSync(new URL(`../../public/models/dscnn/${path}`, import.meta.url));

const model = parseModel({
  card: JSON.parse(file('card.json').toString()) as ModelBundle['card'],
  topology: JSON.parse(file('model.json').toString()),
  weights: Uint8Array.from(file('weights.bin')).buffer,
});

describe('cuts that are worth keeping', () => {
  const all = cutsOf(model);
  const kept = worthKeeping(all, model);

  it('are some of the places where a pass can go on, the end among them', () => {
    expect(kept.every((cut) => all.includes(cut))).toBe(true);
    expect(kept.at(-1)).toBe(all.at(-1));
    expect(kept.length).toBeGreaterThan(2);
  });

  it('leave out the large outputs of cheap layers', () => {
    const first = all[0]!;
    expect(kept).not.toContain(first);
    const bytes = (cuts: readonly { readonly bytes: number }[]) => cuts.reduce((sum, cut) => sum + cut.bytes, 0);
    expect(bytes(kept)).toBeLessThan(bytes(all) / 4);
  });
});
