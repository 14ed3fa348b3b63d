import type { Clipper } from '../clipping/clipper';
import type { ClipInput, ClipRanges } from '../clipping/input';
import { clippers } from '../clipping/registry';
import type { ParamTable } from '../params/param';
import { ema, rangesOf } from './ema';
import type { ActivationClipper, BatchRanges } from './technique';

interface Wording {
  readonly summary: string;
  /** Help of single parameters, in words about activations. */
  readonly help?: Readonly<Record<string, string>>;
  readonly notDynamic?: string;
}

/** Clippers of weights that also choose ranges of activations, and what they do there. */
const SHARED: Readonly<Record<string, Wording>> = {
  minmax: {
    summary: 'The range holds every value seen: nothing of it is clipped, and one outlier sets the step for all.',
  },
  percentile: {
    summary: 'The range leaves out a fixed share of the largest values seen.',
    help: { percentile: 'Share of the values that stay inside the range.' },
  },
  mse: {
    summary: 'Tries evenly spaced thresholds up to the maximum and keeps the one with the smallest squared error.',
    help: { gridSize: 'Candidates between 0 and the largest value.' },
  },
  kl: {
    summary: 'Keeps the threshold whose quantized histogram tells least from the original one.',
    notDynamic: 'It compares whole histograms, which takes too long and too many values to repeat for each batch.',
  },
  octav: { summary: "Finds the threshold with the smallest expected squared error by Newton's steps." },
  aciq: { summary: 'Computes the best threshold for a bell curve fitted to the values.' },
  manual: {
    summary: 'The range is a fixed share of the range of all values seen.',
    help: { ratio: 'Threshold divided by the largest value seen; 1 clips nothing.' },
  },
};

function adapt(clipper: Clipper, wording: Wording): ActivationClipper {
  return {
    id: clipper.id,
    label: clipper.label,
    summary: wording.summary,
    source: clipper.source,
    params: reworded(clipper.params, wording.help ?? {}),
    notDynamic: wording.notDynamic ?? null,
    ranges: (input, params, batches) =>
      clipper.id === 'minmax' && batches !== null ? exactRanges(input, batches) : clipper.ranges(input, params),
  };
}

function reworded(params: ParamTable, help: Readonly<Record<string, string>>): ParamTable {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => [key, { ...param, help: help[key] ?? param.help }]),
  );
}

/** Over every value of calibration, also where only some positions were kept. */
function exactRanges({ segments, symmetric }: ClipInput, { groups, low, high }: BatchRanges): ClipRanges {
  const ends = Array.from({ length: segments }, (_, group) => {
    const end: [number, number] = [0, 0];
    for (let at = group; at < low.length; at += groups) {
      end[0] = Math.min(end[0], low[at] ?? 0);
      end[1] = Math.max(end[1], high[at] ?? 0);
    }
    return end;
  });
  return rangesOf(ends, symmetric);
}

function sharedClippers(): ActivationClipper[] {
  return Object.entries(SHARED).flatMap(([id, wording]) => {
    const clipper = clippers[id];
    return clipper === undefined ? [] : [adapt(clipper, wording)];
  });
}

const [first, ...others] = sharedClippers();
const all = [...(first === undefined ? [] : [first]), ema, ...others];

/** How the range of a tap is chosen, in the order of the menu. */
export const activationClippers: Readonly<Record<string, ActivationClipper>> = Object.fromEntries(
  all.map((clipper) => [clipper.id, clipper]),
);
