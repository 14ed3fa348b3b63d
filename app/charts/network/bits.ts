import { type Side, type SideId, recipeFor } from '../../../src/experiment/spec';
import { techniqueOf } from '../../../src/experiment/techniques';
import type { NetworkReport } from '../../../src/jobs/reports';
import { tick } from '../frame/format';

/** Bits of one layer on one side, and how they may be changed in place. */
export interface BitsChip {
  readonly side: SideId;
  readonly layer: string;
  /** Width of the codes; for a technique without that parameter, its stored bits per weight. */
  readonly label: string;
  readonly value: number | null;
  /** Widths to choose from; empty when the technique has none. */
  readonly choices: readonly number[];
  /** The layer has settings of its own on this side. */
  readonly own: boolean;
}

/** What the chip of a layer shows and offers. */
export function bitsOf(spec: Side, side: SideId, layer: string, report: NetworkReport | null): BitsChip {
  const { quantizer } = recipeFor(spec, layer);
  const param = techniqueOf('quantizer', quantizer.id)?.params['bits'];
  const own = Object.hasOwn(spec.overrides, layer);
  if (param?.kind !== 'integer') {
    const stored = report?.layers.find((summary) => summary.layer === layer)?.metrics.bitsPerWeight;
    const label = stored === undefined ? '–' : tick(Number(stored.toFixed(1)));
    return { side, layer, label, value: null, choices: [], own };
  }
  const value = Number(quantizer.params['bits'] ?? param.default);
  const choices = Array.from({ length: param.max - param.min + 1 }, (_, i) => param.min + i);
  return { side, layer, label: String(value), value, choices, own };
}
