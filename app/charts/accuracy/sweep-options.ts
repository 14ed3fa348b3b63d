import { SWEEP_BITS, type SweepSeries } from '../../../src/experiment/sweep';
import { TECHNIQUES, choose } from '../../../src/experiment/techniques';
import type { Choice } from '../../../src/params/param';
import { applicability } from '../../panels/recipe/applicability';

/** A row of a table of series; its series are in the order of the heads. */
interface SeriesRow {
  readonly label: string;
  readonly series: readonly SweepSeries[];
}

export interface SeriesTable {
  /** What the rows are. */
  readonly corner: string;
  readonly heads: readonly string[];
  readonly rows: readonly SeriesRow[];
}

/** Every series that can be swept. */
export interface SeriesChoice {
  /** Granularity by clipper for each quantizer on which both act, then quantizer by granularity for the others. */
  readonly tables: readonly SeriesTable[];
  /** Quantizers that leave nothing to vary but the bits. */
  readonly singles: readonly SweepSeries[];
}

/** Weights that share a scale in the group series. */
const GROUP_SIZE = 16;

/** Where the sweep sets the range by itself; a threshold set by hand belongs to one bit width. */
const BY_HAND = 'manual';
const FLOAT = 'float';

/** Stand for parts that do not act. */
const WHOLE = 'tensor';
const RANGE = 'minmax';

/** What is chosen until the reader changes it. */
const FIRST_CHOICE = [
  'uniform/tensor/minmax',
  'uniform/channel/minmax',
  'uniform/channel/mse',
  'uniform/group16/minmax',
  'codebook',
];

/** The series that the registries allow. Parts that do not act with a quantizer are not varied. */
export function seriesChoice(): SeriesChoice {
  const grids = quantizers()
    .filter(({ acts }) => acts.clipper)
    .map(gridOf);
  const lines = quantizers().filter(({ acts }) => acts.granularity && !acts.clipper);
  const fixed: SeriesTable = {
    corner: 'Format',
    heads: granularities().map(granularityLabel),
    rows: lines.map(({ quantizer, acts }) => ({
      label: labelOf('quantizer', quantizer.id),
      series: granularities().map((granularity) => seriesOf(quantizer, granularity, RANGE, acts)),
    })),
  };
  const singles = quantizers().filter(({ acts }) => !acts.granularity && !acts.clipper);
  return {
    tables: lines.length > 0 ? [...grids, fixed] : grids,
    singles: singles.map(({ quantizer, acts }) => seriesOf(quantizer, WHOLE, RANGE, acts)),
  };
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
  const { tables, singles } = seriesChoice();
  return [...tables.flatMap(({ rows }) => rows.flatMap(({ series }) => series)), ...singles];
}

interface Varied {
  readonly quantizer: Choice;
  readonly acts: Acts;
}

/** Which parts act with a quantizer. */
interface Acts {
  readonly granularity: boolean;
  readonly clipper: boolean;
}

function quantizers(): readonly Varied[] {
  const ids = Object.keys(TECHNIQUES.quantizer).filter((id) => id !== FLOAT);
  return ids.map((id) => {
    const quantizer = choose('quantizer', id);
    const reasons = applicability({
      quantizer,
      granularity: choose('granularity', WHOLE),
      clipper: choose('clipper', RANGE),
      rounder: choose('rounder', 'nearest-even'),
    });
    return { quantizer, acts: { granularity: reasons.granularity === null, clipper: reasons.clipper === null } };
  });
}

function granularities(): readonly string[] {
  return Object.keys(TECHNIQUES.granularity);
}

function gridOf({ quantizer, acts }: Varied): SeriesTable {
  const clippers = Object.keys(TECHNIQUES.clipper).filter((id) => id !== BY_HAND);
  const rows = acts.granularity ? granularities() : [WHOLE];
  const format = labelOf('quantizer', quantizer.id);
  return {
    corner: format,
    heads: clippers.map((id) => labelOf('clipper', id)),
    rows: rows.map((granularity) => ({
      label: acts.granularity ? granularityLabel(granularity) : format,
      series: clippers.map((clipper) => seriesOf(quantizer, granularity, clipper, acts)),
    })),
  };
}

function seriesOf(quantizer: Choice, granularity: string, clipper: string, acts: Acts): SweepSeries {
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
