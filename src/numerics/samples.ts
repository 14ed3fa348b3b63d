import { uniformStream } from './random';

/** A continuous distribution to draw values from, as a reader meets it in a menu. */
export interface SampleShape {
  readonly label: string;
  /** One plain sentence: what it is, and what it is like. */
  readonly help: string;
  /** One value from a stream of uniform numbers in [0, 1). */
  draw(uniform: () => number): number;
}

/** Half the distance of the two modes, and their width, of the bimodal shape; together unit variance. */
const MODE = 0.96;
const MODE_WIDTH = 0.28;
/** The outlier shape: every so many-th value on average is that many times as large. */
const OUTLIER_RATE = 0.001;
const OUTLIER_FACTOR = 12;

/** Standard normal by Box and Muller 1958; one of the pair is used, so that a value takes the same numbers everywhere. */
function normal(uniform: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}

/** Shapes of unit variance (the outliers' aside) on which clippers win and lose. */
export const sampleShapes = {
  gauss: { label: 'Gauss', help: 'A bell: most trained layers come close to it.', draw: normal },
  laplace: {
    label: 'Laplace',
    help: 'A sharper peak and heavier tails than the bell.',
    draw: (uniform) => {
      const u = uniform() - 0.5;
      return (-Math.sign(u) * Math.log(Math.max(1 - 2 * Math.abs(u), Number.MIN_VALUE))) / Math.SQRT2;
    },
  },
  uniform: {
    label: 'Uniform',
    help: 'All values equally likely up to the end: clipping can only lose.',
    draw: (uniform) => (2 * uniform() - 1) * Math.sqrt(3),
  },
  bimodal: {
    label: 'Bimodal',
    help: 'Two peaks and little between them: what a fitted bell gets wrong.',
    draw: (uniform) => (uniform() < 0.5 ? -MODE : MODE) + MODE_WIDTH * normal(uniform),
  },
  outliers: {
    label: 'Outlier-heavy',
    help: 'A bell in which one value in a thousand is twelve times as large.',
    draw: (uniform) => normal(uniform) * (uniform() < OUTLIER_RATE ? OUTLIER_FACTOR : 1),
  },
} as const satisfies Readonly<Record<string, SampleShape>>;

export type SampleShapeId = keyof typeof sampleShapes;

/** `count` seeded values of a shape; `rectified` replaces those below 0 by 0, as ReLU does. */
export function drawSample(shape: SampleShapeId, count: number, seed: number, rectified: boolean): Float32Array {
  const { draw } = sampleShapes[shape];
  const uniform = uniformStream(seed, 'sample-values');
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const value = draw(uniform);
    values[i] = rectified && value < 0 ? 0 : value;
  }
  return values;
}
