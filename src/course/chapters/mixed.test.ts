import { expect, it } from 'vitest';
import { measuredOf, networkOf, scoreOf, seenOf } from '../course-fakes';
import type { Fact, GroundFact, SearchFact } from '../facts';
import { lin, side } from '../presets';
import { stepOf } from '../registry';
import type { Step } from '../step';

function step(id: string): Step {
  const found = stepOf(id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

const LAYERS = ['stem', 'dw1', 'pw1', 'dw2', 'pw2', 'dw3', 'pw3', 'dw4', 'pw4', 'dw5', 'pw5', 'fc'];
const ground = (costs: readonly number[], change: Partial<GroundFact> = {}): Fact => ({
  ...{ kind: 'ground', key: 'g', rate: 50, costs, images: 300 },
  layers: LAYERS.map((name) => ({ name, weights: name === 'pw5' ? 16384 : name === 'dw5' ? 1152 : 500 })),
  ...change,
});
const costs = LAYERS.map((name) => (name === 'dw5' ? 52 : 0.2));
const eight = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { quantizer: lin(8).quantizer }]));

it('7.1 is done by the switch, once the rate is measured', () => {
  const { done, answer, result, why, preset } = step('7.1');
  const measured = measuredOf(preset(), { facts: [ground([])] });
  const did = new Set(['screens.mixed.activations']);
  expect(done(measured, did)).toBe(true);
  expect(done(measured, new Set())).toBe(false);
  expect(done(measuredOf(preset(), { facts: [ground([], { rate: null })] }), did)).toBe(false);
  expect(answer(measured)).toBe(11);
  expect(result(measured)).toContain('10 to the 10.8 policies; with activations 10 to the 21.7');
  expect(why(measured)).toMatchObject({ shown: true });
});

it('7.2 is done by selecting the layer that costs most', () => {
  const { done, answer, why, preset } = step('7.2');
  const at = (layer: string) => measuredOf(preset(), { facts: [ground(costs)], layer });
  const did = new Set(['layer']);
  expect(done(at('dw5'), did)).toBe(true);
  expect(done(at('pw5'), did)).toBe(false);
  expect(done(at('dw5'), new Set())).toBe(false);
  expect(done(measuredOf(preset(), { facts: [ground(costs.slice(0, 3))], layer: 'dw5' }), did)).toBe(false);
  expect(answer(at('dw5'))).toBe(2);
  expect(why(at('dw5'))).toMatchObject({ shown: true });
});

it('7.3 is done by bits in the right layers', () => {
  const { done, why, preset } = step('7.3');
  const did = new Set(['b', 'b.layers']);
  const with_ = (value: number, bits: number) =>
    measuredOf(
      { ...preset(), b: side(lin(4), eight('stem', 'dw1', 'dw5')) },
      {
        scores: { float: null, a: scoreOf(0.255), b: scoreOf(value) },
        networks: { a: networkOf(4.01), b: networkOf(bits) },
      },
    );
  expect(done(with_(0.74, 4.17), did)).toBe(true);
  expect(done(with_(0.24, 4.3), did)).toBe(false);
  expect(done(with_(0.74, 5), did)).toBe(false);
  expect(done(with_(0.74, 4.17), new Set())).toBe(false);
  expect(why(with_(0.74, 4.17))).toMatchObject({ text: expect.stringContaining('stem, dw1, dw5') as string });
});

it('7.4 is done by a layer that gains no time and one that gains much', () => {
  const { done, answer, preset } = step('7.4');
  const layer = (name: string, bits: number, after: number, bound: 'memory' | 'compute') => ({
    ...{ name, bound, bits: { a: 8, b: bits }, seconds: { a: 1, b: after } },
  });
  const did = new Set(['b.layers']);
  const with_ = (...layers: ReturnType<typeof layer>[]) =>
    measuredOf(preset(), { facts: [{ kind: 'latency', key: 'm', machine: 'BitFusion', layers }] });
  const both = with_(layer('dw1', 4, 0.995, 'memory'), layer('pw4', 4, 0.5, 'compute'));
  expect(done(both, did)).toBe(true);
  expect(answer(both)).toBe(0);
  expect(done(with_(layer('dw1', 8, 1, 'memory'), layer('pw4', 4, 0.5, 'compute')), did)).toBe(false);
  expect(done(with_(layer('pw4', 4, 0.5, 'compute')), did)).toBe(false);
});

it('7.5 and 7.6 are done by searches', () => {
  const { done, answer, why, preset } = step('7.5');
  const did = new Set(['running Searching']);
  const search = (method: SearchFact['method'], best: number, evaluations = 60): Fact => ({
    ...{ kind: 'search', key: method, method, machine: 'bitfusion', evaluations, best, fits: true, uniform: 25 },
    ...{ layers: LAYERS, bits: LAYERS.map(() => 4) },
  });
  const both = measuredOf(preset(), { facts: [search('haq', 80), search('random', 84)] });
  expect(done(both, did)).toBe(true);
  expect(answer(both)).toBe(1);
  expect(why(both)?.text).toContain('random search has the best policy');
  expect(done(measuredOf(preset(), { facts: [search('haq', 80, 20)] }), did)).toBe(false);
  expect(done(measuredOf(preset(), { facts: [search('haq', 30)] }), did)).toBe(false);

  const away = step('7.6');
  const home: Fact = {
    kind: 'home',
    key: 'h',
    machines: ['BitFusion', 'BISMO'],
    seconds: [
      [1, 3],
      [1.5, 2],
    ],
  };
  expect(away.done(measuredOf(away.preset(), { facts: [home] }), did)).toBe(true);
  expect(away.result(measuredOf(away.preset(), { facts: [home] }))).toContain(
    '50.0 % slower on BISMO and 50.0 % slower on BitFusion',
  );
  expect(away.done(measuredOf(away.preset()), did)).toBe(false);
});

it('challenge 7 allows nothing but bits', () => {
  const { done, preset } = step('challenge-7');
  const scored = (b: ReturnType<typeof side>) => {
    const one = (images: number) => ({ ...seenOf('dscnn', 'b', b, 0.9, 4.38), images, score: scoreOf(0.9, images) });
    return measuredOf({ ...preset(), b }, { seen: [one(2000), one(10_000)] });
  };
  const did = new Set(['b']);
  expect(done(scored(side(lin(4), eight('dw5'))), did)).toBe(true);
  expect(done(scored(side(lin(4, 'channel'), eight('dw5'))), did)).toBe(false);
  expect(done(scored(side(lin(4), { dw5: lin(4, 'tensor', 'mse') })), did)).toBe(false);
});
