/** Whatever a link can say, at random. */
import fc from 'fast-check';
import { type Param, type Params } from '../params/param';
import { IMAGE_COUNTS } from './defaults';
import type { LinkState } from './link';
import { methodParams, roundingScreen } from './screens/rounding';
import { runParams, trainingScreen } from './screens/training';
import type { Recipe, Side, TrainedWeights } from './spec';
import { type RecipeTarget, techniquesOf } from './techniques';

const finite = { noNaN: true, noDefaultInfinity: true } as const;

function valueOf(param: Param): fc.Arbitrary<unknown> {
  switch (param.kind) {
    case 'integer':
      return fc.integer({ min: param.min, max: param.max });
    case 'number':
      return fc.double({ min: param.min, max: param.max, ...finite });
    case 'choice':
      return fc.constantFrom(...param.options.map((o) => o.value));
    case 'boolean':
      return fc.boolean();
    case 'numbers':
      return fc.array(fc.float({ min: -10, max: 10, ...finite }), { maxLength: Math.min(param.maxLength, 16) });
  }
}

// JSON has no negative zero, and a recipe does not distinguish it from zero.
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const choice = (part: keyof Recipe, target: RecipeTarget): fc.Arbitrary<Recipe['quantizer']> =>
  fc
    .constantFrom(...Object.values(techniquesOf(part, target)))
    .chain((technique) =>
      fc
        .record(Object.fromEntries(Object.entries(technique.params).map(([key, param]) => [key, valueOf(param)])))
        .map((params) => plain({ id: technique.id, params: { ...params } }) as Recipe['quantizer']),
    );

const partsFor = (target: RecipeTarget) => ({
  quantizer: choice('quantizer', target),
  granularity: choice('granularity', target),
  clipper: choice('clipper', target),
  rounder: choice('rounder', target),
});
const layerName = fc.string({ minLength: 1, maxLength: 30 }).filter((name) => name !== '__proto__');
const seed = fc.integer({ min: 0, max: 0xffffffff });
const settingsFor = (target: RecipeTarget) => ({
  recipe: fc.record(partsFor(target)).map((r) => ({ ...r })),
  overrides: fc
    .array(
      fc.tuple(
        layerName,
        fc.record(partsFor(target), { requiredKeys: [] }).map((p) => ({ ...p })),
      ),
      {
        maxLength: 6,
      },
    )
    .map((entries) => Object.fromEntries(entries)),
});
const activations = fc.record({
  ...settingsFor('activations'),
  calibration: fc.record({ images: fc.integer({ min: 1, max: 10_000 }), seed }),
  bias: fc.constantFrom('float32' as const, 'int32' as const),
});
const shippedSide: fc.Arbitrary<Side> = fc.record(
  { ...settingsFor('weights'), seed, activations },
  { requiredKeys: ['recipe', 'overrides', 'seed'] },
);
const runSettings = runParams(
  Object.fromEntries(Object.entries(trainingScreen).map(([key, param]) => [key, valueOf(param)])) as never,
) as unknown as Record<string, fc.Arbitrary<Params[string]>>;
const weights: fc.Arbitrary<Pick<TrainedWeights, 'scale' | 'params' | 'steps'>> = fc.record(
  {
    scale: fc.constantFrom('frozen', 'max-abs', 'learned', 'dorefa'),
    params: fc.record(runSettings).map((params) => ({ ...params })),
    steps: fc.integer({ min: 0, max: 1000 }),
  },
  { requiredKeys: ['scale', 'params'] },
);
const methods = [
  'adaround',
  'equalized-adaround',
  'joint-adaround',
  'gptq',
  'bias',
  'awq',
  'smoothquant',
  'equalization',
] as const;
const roundedWeights = fc
  .tuple(
    fc.constantFrom(...methods),
    fc.record(
      Object.fromEntries(Object.entries(roundingScreen).map(([key, param]) => [key, valueOf(param)])),
    ) as fc.Arbitrary<Params>,
    fc.record({ layers: fc.array(layerName, { maxLength: 3 }) }, { requiredKeys: [] }),
  )
  .map(([method, params, layers]) => {
    return { kind: 'rounded' as const, method, ...layers, params: methodParams(method, params) };
  });
/** A side of any recipes, activations and weights. */
const anySide: fc.Arbitrary<Side> = fc.oneof(
  shippedSide,
  fc
    .tuple(shippedSide, roundedWeights, fc.option(shippedSide))
    .map(([own, made, under]) => ({ ...own, weights: { ...made, under: under ?? own } })),
  fc
    .tuple(shippedSide, weights, fc.oneof(fc.constant('own' as const), fc.constant(null), shippedSide))
    .map(([own, made, under]) => ({
      ...own,
      weights: { kind: 'trained' as const, under: under === 'own' ? own : under, ...made },
    })),
);
/** A link to any two of them. */
export const anyLink: fc.Arbitrary<LinkState> = fc
  .record(
    {
      experiment: fc.record({
        model: fc.constantFrom('lenet', 'ds-cnn', 'mlp'),
        images: fc.constantFrom(...IMAGE_COUNTS),
        a: anySide,
        b: anySide,
      }),
      view: fc
        .record(
          {
            layer: layerName,
            show: fc.constantFrom('a', 'both', 'b'),
            lesson: fc.constantFrom('welcome', '2.2', 'challenge-7'),
          },
          { requiredKeys: [] },
        )
        .filter((v) => Object.keys(v).length > 0),
      digest: fc.constant({ images: 2000, float: 1803, a: 512, b: 1790, weights: '0123abcd' }),
    },
    { requiredKeys: ['experiment'] },
  )
  .map((l) => plain(l) as LinkState);
