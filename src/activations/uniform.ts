import type { Recipe } from '../experiment/spec';
import type { Kernels } from '../kernels/index';
import { safeScale } from '../numerics/float32';
import { readChoice, readInteger } from '../params/read';
import { problemOf } from '../quantizers/quantizer';
import { type CodeRange, affineCodes, affineScale, symmetricCodes, uniform } from '../quantizers/uniform';
import { activationClippers } from './clippers';
import { activationGranularities } from './granularities';
import type { ActivationQuantizer, TapScales, TapValues } from './technique';

const { range: RANGE } = uniform.params;
const MAX_BITS = 16;

interface Codes extends CodeRange {
  readonly affine: boolean;
  /** Symmetric codes from 0: the range is [0, T], and values below 0 become 0. */
  readonly unsigned: boolean;
}

/** Codes of a tap. Whether they start at 0 is a named choice; `relu` lets the graph decide. */
function codesOf({ quantizer: { params } }: Recipe, nonNegative: boolean): Codes {
  const bits = readInteger(uniformActivations.params, params, 'bits', 1, MAX_BITS);
  const choice = readChoice(uniformActivations.params, params, 'codes');
  const unsigned = choice === 'unsigned' || (choice === 'relu' && nonNegative);
  if (readChoice(uniformActivations.params, params, 'scheme') === 'affine') {
    return { ...affineCodes(bits, !unsigned), affine: true, unsigned: false };
  }
  if (!unsigned) {
    const range = readChoice(uniformActivations.params, params, 'range');
    return { ...symmetricCodes(bits, range), affine: false, unsigned: false };
  }
  return { ...affineCodes(bits, false), affine: false, unsigned: true };
}

function fit(values: TapValues, recipe: Recipe, kernels: Kernels): TapScales {
  const codes = codesOf(recipe, values.nonNegative);
  const { channels, batches } = values;
  const data = codes.unsigned ? values.data.map((v) => (v < 0 ? 0 : v)) : values.data;
  const perChannel = recipe.granularity.id === 'channel';
  const rows = perChannel ? data.length / channels : data.length;
  const { low, high } = clipperOf(recipe).ranges(
    {
      data: perChannel ? kernels.transposeToChannelMajor(data, rows, channels) : data,
      rows,
      segmentLength: Math.max(rows, 1),
      segments: perChannel ? channels : 1,
      kernels,
      symmetric: !codes.affine,
      qmin: codes.qmin,
      qmax: codes.qmax,
      divisor: codes.divisor,
    },
    recipe.clipper.params,
    batches === null ? null : batchesFor(codes, perChannel ? batches.channel : batches.tensor),
  );
  return scalesOf(Array.from(low), Array.from(high), codes);
}

function batchesFor({ unsigned }: Codes, batches: NonNullable<TapValues['batches']>['tensor']) {
  return unsigned ? { ...batches, low: batches.low.map((v) => Math.max(v, 0)) } : batches;
}

function scalesOf(low: readonly number[], high: readonly number[], codes: Codes): TapScales {
  const { qmin, qmax, divisor, affine, unsigned } = codes;
  const points = low.map((from, group) => {
    const to = high[group] ?? 0;
    return affine ? affineScale(from, to, codes) : { scale: safeScale(to / divisor), zeroPoint: 0 };
  });
  return {
    qmin,
    qmax,
    scales: points.map(({ scale }) => scale),
    zeroPoints: points.map(({ zeroPoint }) => zeroPoint),
    low: unsigned ? low.map(() => 0) : low,
    high,
  };
}

function clipperOf({ clipper, granularity }: Recipe) {
  const found = activationClippers[clipper.id];
  if (found === undefined) throw new RangeError(`Unknown clipper: ${clipper.id}`);
  const isDynamic = activationGranularities[granularity.id]?.moment === 'dynamic';
  if (isDynamic && found.notDynamic !== null) throw new RangeError(found.notDynamic);
  return found;
}

/** Uniform codes for activations, as the spec's symmetric and affine schemes define them. */
export const uniformActivations: ActivationQuantizer = {
  id: 'uniform',
  label: 'Uniform (INT)',
  summary: 'Evenly spaced levels: r = S (q − Z), with a scale S and a zero point Z for the input of each layer.',
  source: 'Jacob et al. 2018, sections 2.1 and 3.1; lecture, linear quantization',
  params: {
    bits: {
      kind: 'integer',
      min: 1,
      max: MAX_BITS,
      default: 8,
      label: 'Bits',
      help: 'Width of a code; each bit more halves the step.',
    },
    scheme: {
      kind: 'choice',
      default: 'affine',
      label: 'Scheme',
      help: 'Where the levels lie around zero.',
      options: [
        { value: 'affine', label: 'Affine', help: 'A zero point shifts the codes, so the range may be lopsided.' },
        {
          value: 'symmetric',
          label: 'Symmetric',
          help: 'Zero point 0; the range is −T to T, or 0 to T when unsigned.',
        },
      ],
    },
    codes: {
      kind: 'choice',
      default: 'relu',
      label: 'Codes',
      help: 'Unsigned symmetric codes cannot hold values below 0: they become 0. Affine codes are only numbered differently.',
      options: [
        {
          value: 'relu',
          label: 'Unsigned after ReLU',
          help: 'From 0 where the layers before cannot give a value below 0, signed elsewhere.',
        },
        { value: 'signed', label: 'Signed', help: 'From −2^(b−1), everywhere.' },
        {
          value: 'unsigned',
          label: 'Unsigned',
          help: 'From 0, everywhere; a symmetric scheme then clips all below 0.',
        },
      ],
    },
    ...(RANGE === undefined ? {} : { range: RANGE }),
  },
  problem: (recipe) =>
    problemOf(() => {
      codesOf(recipe, false);
      codesOf(recipe, true);
      clipperOf(recipe);
    }),
  fit,
};
