import type { Clipper } from '../clipping/clipper';
import { emaTrace } from '../clipping/ema';
import { type ClipInput, type ClipRanges, symmetricRanges } from '../clipping/input';
import { clippers } from '../clipping/registry';
import type { Param, ParamTable } from '../params/param';
import { readNumber } from '../params/read';
import type { ActivationClipper, BatchRanges } from './technique';

/** What a clipper of weights does to activations, where that differs. */
interface Adaptation {
  readonly summary: string;
  readonly params?: Readonly<Record<string, { readonly help?: string; readonly default?: number }>>;
  readonly notDynamic?: string;
}

/** Clippers that also choose ranges of activations, in the order of the menu. */
const ADAPTATIONS: Readonly<Record<string, Adaptation>> = {
  minmax: {
    summary: 'The range holds every value seen: nothing of it is clipped, and one outlier sets the step for all.',
  },
  ema: {
    summary:
      'The range is a running average of the smallest and largest values of the calibration batches of 32 images.',
    params: { alpha: { default: 0.1 } },
    notDynamic: 'A running average needs calibration batches; a dynamic range sees one batch only.',
  },
  percentile: {
    summary: 'The range leaves out a fixed share of the largest values seen.',
    params: { percentile: { help: 'Share of the values that stay inside the range.' } },
  },
  'percentile-histogram': {
    summary:
      'The percentile as deployed calibrators read it: the lower edge of a histogram bin, which can cut off more.',
  },
  mse: {
    summary: 'Tries evenly spaced thresholds up to the maximum and keeps the one with the smallest squared error.',
    params: { gridSize: { help: 'Candidates between 0 and the largest value.' } },
  },
  kl: {
    summary: 'Keeps the threshold whose quantized histogram tells least from the original one.',
    notDynamic: 'It compares whole histograms, which takes too long and too many values to repeat for each batch.',
  },
  octav: { summary: "Finds the threshold with the smallest expected squared error by Newton's steps." },
  aciq: { summary: 'Computes the best threshold for a bell curve fitted to the values.' },
  manual: {
    summary: 'The range is a fixed share of the range of all values seen.',
    params: { ratio: { help: 'Threshold divided by the largest value seen; 1 clips nothing.' } },
  },
};

function adapt(clipper: Clipper, { summary, params = {}, notDynamic }: Adaptation): ActivationClipper {
  const { id, label, source } = clipper;
  const table = Object.fromEntries(
    Object.entries(clipper.params).map(([key, param]) => [key, { ...param, ...params[key] } as Param]),
  );
  return {
    id,
    label,
    summary,
    source,
    params: table,
    notDynamic: notDynamic ?? null,
    ranges: rangesBy(clipper, table),
  };
}

function rangesBy(clipper: Clipper, table: ParamTable): ActivationClipper['ranges'] {
  if (clipper.id === 'ema') {
    return ({ symmetric }, params, batches) => {
      if (batches === null) throw new RangeError('A running average needs the ranges of calibration batches.');
      const alpha = readNumber(table, params, 'alpha');
      return rangesOf(
        endsOf(batches, (ends) => smoothed(ends, alpha)),
        symmetric,
      );
    };
  }
  return (input, params, batches) =>
    clipper.id === 'minmax' && batches !== null ? exactRanges(input, batches) : clipper.ranges(input, params);
}

type Ends = readonly [number, number];

function smoothed(batches: readonly Ends[], alpha: number): Ends {
  const { min, max } = emaTrace(batches, alpha);
  return [min.at(-1) ?? 0, max.at(-1) ?? 0];
}

/** Over every value of calibration, also where only some positions were kept. */
function exactRanges({ symmetric }: ClipInput, batches: BatchRanges): ClipRanges {
  const widest = (ends: readonly Ends[]): Ends => [
    Math.min(...ends.map(([low]) => low)),
    Math.max(...ends.map(([, high]) => high)),
  ];
  return rangesOf(endsOf(batches, widest), symmetric);
}

function endsOf({ groups, low, high }: BatchRanges, join: (ends: readonly Ends[]) => Ends): readonly Ends[] {
  return Array.from({ length: groups }, (_, group) => {
    const ends: Ends[] = [];
    for (let at = group; at < low.length; at += groups) ends.push([low[at] ?? 0, high[at] ?? 0]);
    return join(ends);
  });
}

/** Ends of an observed range as an affine or a symmetric scheme takes them. */
function rangesOf(ends: readonly Ends[], symmetric: boolean): ClipRanges {
  if (symmetric) return symmetricRanges(Float64Array.from(ends, ([low, high]) => Math.max(-low, high, 0)));
  return {
    low: Float64Array.from(ends, ([low]) => Math.min(low, 0)),
    high: Float64Array.from(ends, ([, high]) => Math.max(high, 0)),
  };
}

/** How the range of a tap is chosen, in the order of the menu. */
export const activationClippers: Readonly<Record<string, ActivationClipper>> = Object.fromEntries(
  Object.entries(ADAPTATIONS).flatMap(([id, adaptation]) => {
    const clipper = clippers[id];
    return clipper === undefined ? [] : [[id, adapt(clipper, adaptation)] as const];
  }),
);
