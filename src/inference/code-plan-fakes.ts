/** Networks in integers with drawn numbers. */
import { type FixedPoint, fixedPointOf } from '../integer/fixed-point';
import { type Geometry, centred } from '../integer/layer';
import type { IntegerLayer, IntegerStep, IntegerWork } from '../integer/plan';
import { bordersOf, windowed } from '../model/shapes';

export interface Shape {
  readonly depthwise: boolean;
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: 'same' | 'valid';
  readonly filters: number;
}

export function geometry(from: Geometry['from'], { depthwise, filters, padding, ...window }: Shape): Geometry {
  const image = [from[0], from[1]] as const;
  const out = windowed(image, { ...window, padding }, 'layer');
  const borders = bordersOf(image, { ...window, padding });
  return { depthwise, from, to: [...out, depthwise ? from[2] : filters], ...window, borders };
}

export interface Numbers {
  /** Whole numbers from `least` to `most`. */
  readonly draw: (least: number, most: number) => number;
}

export const value = (zeroPoint: number, qmin = 0, qmax = 255) => ({ scale: 0.5, zeroPoint, qmin, qmax });

interface Made {
  readonly bits: 4 | 8 | 9;
  readonly input: IntegerLayer['input'];
  readonly output: IntegerLayer['output'];
  readonly relu: boolean;
}

export const INT32 = [-(2 ** 31), 2 ** 31 - 1] as const;

/** The sum is shifted to the left first. */
export function lifted(multiplier: number, lift: number): FixedPoint {
  const { m0, shift } = fixedPointOf(multiplier);
  return { m0, shift: shift + lift, lift };
}

const RANGES = { 4: [-7, 7], 8: [-127, 127], 9: [0, 255] } as const;

export function layer(name: string, g: Geometry, { bits, input, output, relu }: Made, { draw }: Numbers): IntegerLayer {
  const channels = g.to[2];
  const count = g.size[0] * g.size[1] * (g.depthwise ? channels : g.from[2] * channels);
  const codes = Int32Array.from({ length: count }, () => draw(RANGES[bits][0], RANGES[bits][1]));
  const kernel = { codes, zeroPoints: [bits === 9 ? draw(100, 140) : 0], scales: [0.01] };
  const multipliers =
    output === null ? [] : Array.from({ length: channels }, () => 2 ** -draw(-2, 12) * (1 + draw(0, 99) / 100));
  return {
    name,
    geometry: g,
    input,
    kernel,
    weights: centred(kernel, channels),
    bias: Int32Array.from({ length: channels }, () => draw(-3000, 3000)),
    output,
    multipliers,
    fixed: multipliers.map((multiplier) => lifted(multiplier, draw(0, 3))),
    bounds: output === null ? INT32 : [relu ? output.zeroPoint : output.qmin, output.qmax],
  };
}

export function numbers(seed: number): Numbers {
  let state = seed >>> 0;
  return {
    draw: (least, most) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return least + Math.floor((state / 2 ** 32) * (most - least + 1));
    },
  };
}

/** Steps one behind the other. */
export const chained = (...works: readonly IntegerWork[]): IntegerStep[] =>
  works.map((work, at) => ({ ...work, node: at + 1, inputs: [at], output: at + 1 }));

export const layers = (...given: readonly IntegerLayer[]): IntegerStep[] =>
  chained(...given.map((one) => ({ kind: 'layer', layer: one }) as const));
