import type { Params } from '../params/param';
import { readInteger } from '../params/read';
import type { Clipper } from './clipper';
import { histogramOfMagnitudes } from './histogram';
import { type ClipInput, codeBits, finiteRange, isUnsigned, rangesOfGroups, withinValues } from './input';
import { type KlSettings, klSearch } from './kl-divergence';
import { candidatesOf, type ClipTrace, onlyGroup } from './trace';

interface Settings extends KlSettings {
  readonly numBins: number;
}

/** More levels than bins would leave nothing to merge, so the start is never below the levels. */
function settingsOf(input: ClipInput, low: number, params: Params): Settings {
  const whole = (key: string, min: number): number => readInteger(kl.params, params, key, min);
  const bits = codeBits(input);
  const levels = isUnsigned(input, low) ? 2 ** bits : 2 ** Math.max(bits - 1, 0);
  const numBins = whole('numBins', 2);
  return { levels, numBins, stride: whole('stride', 1), startBin: Math.max(whole('startBin', 1), levels) };
}

function rangeOf(input: ClipInput, params: Params) {
  return (data: Float32Array): readonly [number, number] => {
    const values = finiteRange(data);
    const settings = settingsOf(input, values[0], params);
    const { counts, absMax } = histogramOfMagnitudes(data, settings.numBins, input.kernels);
    if (absMax === 0) return [0, 0];
    const { bins, chosen } = klSearch(counts, settings);
    const threshold = (bins[chosen]! * absMax) / settings.numBins;
    return withinValues(input.symmetric, values, [-threshold, threshold]);
  };
}

function trace(input: ClipInput, params: Params): ClipTrace {
  const data = onlyGroup(input);
  const values = finiteRange(data);
  const settings = settingsOf(input, values[0], params);
  const { counts, absMax } = histogramOfMagnitudes(data, settings.numBins, input.kernels);
  const { bins, divergences, chosen } = klSearch(counts, settings);
  const thresholds = Float64Array.from(bins, (i) => (i * absMax) / settings.numBins);
  return {
    candidates: candidatesOf(input.symmetric, values, thresholds),
    values: divergences,
    chosen,
    objective: { label: 'KL divergence', unit: 'nat', minimized: true },
    detail: { kind: 'kl', histogram: counts, absMax, levels: settings.levels, bins },
  };
}

export const kl: Clipper = {
  id: 'kl',
  label: 'KL divergence',
  summary: 'Keeps the histogram bins whose distribution, merged into the levels, differs least from the original.',
  source: 'Migacz 2017 (TensorRT, 8-bit inference); lecture, minimize the loss of information',
  params: {
    numBins: {
      kind: 'integer',
      min: 64,
      max: 8192,
      default: 2048,
      label: 'Bins',
      help: 'Equal bins from 0 to the largest magnitude.',
    },
    startBin: {
      kind: 'integer',
      min: 1,
      max: 8192,
      default: 128,
      label: 'Fewest bins kept',
      help: 'Where the search starts; never below the number of levels.',
    },
    stride: {
      kind: 'integer',
      min: 1,
      max: 256,
      default: 1,
      label: 'Stride',
      help: 'Bins from one candidate to the next.',
    },
  },
  ranges: (input, params) => rangesOfGroups(input, rangeOf(input, params)),
  trace,
};
