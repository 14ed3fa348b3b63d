/** Distributions to draw values from, as a reader meets them in a menu; `samples.ts` draws. */
export const sampleShapes = {
  gauss: { label: 'Gauss', help: 'A bell: most trained layers come close to it.' },
  laplace: { label: 'Laplace', help: 'A sharper peak and heavier tails than the bell.' },
  uniform: { label: 'Uniform', help: 'All values equally likely up to the end: there is no tail to cut.' },
  bimodal: { label: 'Bimodal', help: 'Two peaks and little between them: what a fitted bell gets wrong.' },
  outliers: { label: 'Outlier-heavy', help: 'A bell in which one value in a thousand is twelve times as large.' },
} as const;

export type SampleShapeId = keyof typeof sampleShapes;
