import { uniformStream } from './random';
import type { SampleShapeId } from './sample-shapes';

/** Half the distance of the two modes, and their width, of the bimodal shape; together unit variance. */
const MODE = 0.96;
const MODE_WIDTH = 0.28;
/** The outlier shape: every so many-th value on average is that many times as large. */
const OUTLIER_RATE = 0.001;
const OUTLIER_FACTOR = 12;

type Draw = (uniform: () => number) => number;

/** Standard normal by Box and Muller 1958; one of the pair is used, so that a value takes the same numbers everywhere. */
const normal: Draw = (uniform) => {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
};

/** One value of each shape; of unit variance, the outliers aside. */
const draws: Readonly<Record<SampleShapeId, Draw>> = {
  gauss: normal,
  laplace: (uniform) => {
    const u = uniform() - 0.5;
    return (-Math.sign(u) * Math.log(Math.max(1 - 2 * Math.abs(u), Number.MIN_VALUE))) / Math.SQRT2;
  },
  uniform: (uniform) => (2 * uniform() - 1) * Math.sqrt(3),
  bimodal: (uniform) => (uniform() < 0.5 ? -MODE : MODE) + MODE_WIDTH * normal(uniform),
  outliers: (uniform) => normal(uniform) * (uniform() < OUTLIER_RATE ? OUTLIER_FACTOR : 1),
};

/** `count` seeded values of a shape; `rectified` replaces those below 0 by 0, as ReLU does. */
export function drawSample(shape: SampleShapeId, count: number, seed: number, rectified: boolean): Float32Array {
  const draw = draws[shape];
  const uniform = uniformStream(seed, 'sample-values');
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const value = draw(uniform);
    values[i] = rectified && value < 0 ? 0 : value;
  }
  return values;
}
