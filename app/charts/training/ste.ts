import { scaleLinear, scaleLog } from 'd3';
import type { LayerSigns } from '../../../src/jobs/train-reports';
import { share, tick } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { Size } from '../frame/useSize';

interface Strip {
  readonly top: number;
  readonly bottom: number;
  readonly title: string;
}

export interface SteModel {
  readonly size: Size;
  readonly left: number;
  readonly right: number;
  readonly forward: Strip & { readonly stairs: string; readonly identity: string };
  readonly backward: Strip & { readonly slope: string; readonly one: number };
  readonly weights: Strip & { readonly bars: readonly { readonly path: string; readonly isMasked: boolean }[] };
  /** Where the gradient is masked: [x, width]. */
  readonly masks: readonly (readonly [number, number])[];
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
}

const [LEFT, RIGHT, TOP, BOTTOM, GAP] = [26, 10, 18, 36, 24];

/** What rounding does forwards, the slope that it is given backwards, and the weights of the layer, over w / scale. */
export function steModel(signs: LayerSigns, isMasking: boolean, size: Size): SteModel {
  const { low, high, steps } = signs;
  const right = size.width - RIGHT;
  const x = scaleLinear([low - 1, high + 1], [LEFT, right]);
  const plot = size.height - TOP - BOTTOM - 2 * GAP;
  const forward = { top: TOP, bottom: TOP + plot * 0.42, title: 'forward: what the network sees' };
  const backward = {
    top: forward.bottom + GAP,
    bottom: forward.bottom + GAP + plot * 0.2,
    title: 'backward: the slope it is given',
  };
  const weights = {
    top: backward.bottom + GAP,
    bottom: size.height - BOTTOM,
    title: 'the weights of the layer, log count',
  };
  const y = scaleLinear([low - 0.5, high + 0.5], [forward.bottom, forward.top]);
  const stairs = Array.from({ length: high - low + 1 }, (_, at) => low + at)
    .map((code, at) => (at === 0 ? `M${LEFT} ${y(code)}` : `H${x(code - 0.5)}V${y(code)}`))
    .join('');
  const [flat, one] = [backward.bottom, backward.top + 4];
  const passing = isMasking
    ? `M${LEFT} ${flat}H${x(low)}V${one}H${x(high)}V${flat}H${right}`
    : `M${LEFT} ${one}H${right}`;
  const count = scaleLog([0.7, Math.max(...steps, 2)], [weights.bottom, weights.top]);
  return {
    size,
    left: LEFT,
    right,
    forward: {
      ...forward,
      stairs: `${stairs}H${right}`,
      identity: `M${x(low - 0.5)} ${y(low - 0.5)}L${x(high + 0.5)} ${y(high + 0.5)}`,
    },
    backward: { ...backward, slope: passing, one },
    weights: {
      ...weights,
      bars: barsOf(signs, isMasking, x, count, weights.bottom),
    },
    masks: isMasking
      ? [
          [LEFT, x(low) - LEFT],
          [x(high), right - x(high)],
        ]
      : [],
    xTicks: x
      .ticks(Math.min(7, high - low + 2))
      .filter(Number.isInteger)
      .map((at) => ({ x: x(at), label: tick(at) })),
  };
}

type Place = (value: number) => number;

function barsOf(
  { low, high, steps }: LayerSigns,
  isMasking: boolean,
  x: Place,
  y: Place,
  bottom: number,
): SteModel['weights']['bars'] {
  const width = (high - low + 2) / steps.length;
  return Array.from(steps, (n, bin) => {
    const from = low - 1 + bin * width;
    const middle = from + width / 2;
    return {
      isMasked: isMasking && (middle < low || middle > high),
      path: n === 0 ? '' : `M${x(from) + 0.5} ${bottom}V${y(n)}H${x(from + width) - 0.5}V${bottom}Z`,
    };
  });
}

export function steSentence(layer: string, { masked, low, high }: LayerSigns): string {
  return (
    `Forwards the weights of ${layer} are rounded to the codes ${tick(low)} to ${tick(high)}, a staircase; backwards their ` +
    `gradient passes as if there were no rounding. It is masked for ${share(masked)} of the weights.`
  );
}

export function steTable({ low, high, steps }: LayerSigns): FrameTable {
  const width = (high - low + 2) / steps.length;
  return {
    columns: ['From, steps', 'To, steps', 'Weights'],
    rows: Array.from(steps, (n, bin) => [tick(low - 1 + bin * width), tick(low - 1 + (bin + 1) * width), n]),
  };
}
