import type { CodeReport } from '../../../src/jobs/ladder-reports';
import { type CodeField, type CodeLayout, withBits } from '../../../src/quantizers/layout';

/** Changed bits as the link holds them: pairs of a field's place in the layout and its bits. */
export type Edits = readonly number[];

/** The layouts of a block with the changed bits: of the selected value its own, of its neighbours what they share with it. */
export function editedLayouts({ entries, at }: CodeReport, edits: Edits): CodeLayout[] {
  const selected = entries.find(({ index }) => index === at);
  const changes = changesOf(selected?.layout ?? [], edits);
  return entries.map((entry) =>
    changes.reduce((layout, { field, raw }) => {
      const isShared = field.scope === 'pair' ? entry.pair === selected?.pair : field.scope !== 'value';
      return entry === selected || isShared ? withBits(layout, field.id, raw) : layout;
    }, entry.layout),
  );
}

/** The changes that fit the layout; those of another format are left out. */
function changesOf(layout: CodeLayout, edits: Edits): { readonly field: CodeField; readonly raw: number }[] {
  return Array.from({ length: Math.floor(edits.length / 2) }, (_, i) => {
    const [place = -1, raw = -1] = edits.slice(2 * i, 2 * i + 2);
    return { field: layout[place], raw };
  }).flatMap(({ field, raw }) =>
    field !== undefined && Number.isInteger(raw) && raw >= 0 && raw < 2 ** field.bits ? [{ field, raw }] : [],
  );
}

/** The changes after one bit was turned over; `bit` counts from the most significant. */
export function toggled(layout: CodeLayout, edits: Edits, place: number, bit: number): Edits {
  const field = layout[place];
  if (field === undefined) return edits;
  const kept = pairs(edits).filter(([at]) => at !== place);
  const now = pairs(edits).find(([at]) => at === place)?.[1] ?? field.raw;
  const weight = 2 ** (field.bits - 1 - bit);
  const raw = Math.floor(now / weight) % 2 === 1 ? now - weight : now + weight;
  return [...kept, ...(raw === field.raw ? [] : [[place, raw] as const])].flat();
}

function pairs(edits: Edits): (readonly [number, number])[] {
  return Array.from({ length: Math.floor(edits.length / 2) }, (_, i) => [edits[2 * i] ?? 0, edits[2 * i + 1] ?? 0]);
}
