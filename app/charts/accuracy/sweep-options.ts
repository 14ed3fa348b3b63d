import { SWEEP_BITS, type SweepSeries } from '../../../src/experiment/sweep';
import { TECHNIQUES, choose } from '../../../src/experiment/techniques';
import type { Choice } from '../../../src/params/param';
import { applicability } from '../../panels/recipe/applicability';

/** A row of the table of series: a quantizer with a granularity, by clipper. */
export interface SeriesRow {
  readonly label: string;
  readonly series: readonly SweepSeries[];
}

/** All series of one quantizer; the heads name the columns and are empty when its clipper does not act. */
export interface SeriesTable {
  readonly quantizer: string;
  readonly heads: readonly string[];
  readonly rows: readonly SeriesRow[];
}

/** Weights that share a scale in the group series. */
const GROUP_SIZE = 16;

/** Where the sweep sets the range by itself; a threshold set by hand belongs to one bit width. */
const BY_HAND = 'manual';
const FLOAT = 'float';

/** What is chosen until the reader changes it. */
const FIRST_CHOICE = [
  'uniform/tensor/minmax',
  'uniform/channel/minmax',
  'uniform/channel/mse',
  'uniform/group16/minmax',
  'codebook',
];

/** Every series that the registries allow, one table a quantizer. Parts that do not act with a quantizer are not varied. */
export function seriesTables(): readonly SeriesTable[] {
  const ids = Object.keys(TECHNIQUES.quantizer).filter((id) => id !== FLOAT);
  return ids.map((id) => tableOf(choose('quantizer', id)));
}

export function firstChoice(): ReadonlySet<string> {
  const known = new Set(allSeries().map(({ id }) => id));
  return new Set(FIRST_CHOICE.filter((id) => known.has(id)));
}

/** The chosen series in the order of the tables. */
export function chosenSeries(chosen: ReadonlySet<string>): readonly SweepSeries[] {
  return allSeries().filter(({ id }) => chosen.has(id));
}

export function pointCount(series: readonly SweepSeries[]): number {
  return series.reduce((sum, { quantizer }) => sum + ('bits' in quantizer.params ? SWEEP_BITS.length : 1), 0);
}

function allSeries(): readonly SweepSeries[] {
  return seriesTables().flatMap(({ rows }) => rows.flatMap(({ series }) => series));
}

function tableOf(quantizer: Choice): SeriesTable {
  const reasons = applicability({
    quantizer,
    granularity: choose('granularity', 'tensor'),
    clipper: choose('clipper', 'minmax'),
    rounder: choose('rounder', 'nearest-even'),
  });
  const granularities = Object.keys(TECHNIQUES.granularity).slice(0, reasons.granularity === null ? undefined : 1);
  const clippers = Object.keys(TECHNIQUES.clipper).filter((id) => id !== BY_HAND);
  const varied = reasons.clipper === null ? clippers : clippers.slice(0, 1);
  const acts = { granularity: reasons.granularity === null, clipper: reasons.clipper === null };
  return {
    quantizer: labelOf('quantizer', quantizer.id),
    heads: acts.clipper ? varied.map((id) => labelOf('clipper', id)) : [],
    rows: granularities.map((granularity) => ({
      label: acts.granularity ? granularityLabel(granularity) : labelOf('quantizer', quantizer.id),
      series: varied.map((clipper) => seriesOf(quantizer, granularity, clipper, acts)),
    })),
  };
}

function seriesOf(
  quantizer: Choice,
  granularity: string,
  clipper: string,
  acts: { readonly granularity: boolean; readonly clipper: boolean },
): SweepSeries {
  const size = granularity === 'group' ? { groupSize: GROUP_SIZE } : {};
  const format = labelOf('quantizer', quantizer.id);
  const named = quantizer.id !== 'uniform' || !acts.granularity;
  const words = [
    named ? format : null,
    acts.granularity ? granularityLabel(granularity) : null,
    acts.clipper ? labelOf('clipper', clipper).replace(/ search$/, '') : null,
  ].filter((word) => word !== null);
  const parts = [
    quantizer.id,
    acts.granularity ? `${granularity}${'groupSize' in size ? size.groupSize : ''}` : null,
    acts.clipper ? clipper : null,
  ];
  return {
    id: parts.filter((part) => part !== null).join('/'),
    label: words.map((word, i) => (i === 0 ? word : lowerFirst(word))).join(', '),
    quantizer,
    granularity: choose('granularity', granularity, size),
    clipper: choose('clipper', clipper),
  };
}

function granularityLabel(id: string): string {
  return id === 'group' ? `Group of ${GROUP_SIZE}` : `Per-${id}`;
}

function labelOf(part: keyof typeof TECHNIQUES, id: string): string {
  return TECHNIQUES[part][id]?.label ?? id;
}

/** Lower-cases the first letter unless the word is an abbreviation. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
