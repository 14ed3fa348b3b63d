import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from './base64url';
import { decodeLink, encodeLink } from './codec';
import { defaultActivations, defaultExperiment } from './defaults';
import { anyLink } from './link-fakes';
import { MAX_PAYLOAD_CHARS, pack } from './pack';
import type { Experiment, Side, SideId } from './spec';
import { RECIPE_PARTS, choose } from './techniques';

describe('links', () => {
  it('brings back 1,000 random states exactly', () => {
    fc.assert(
      fc.property(anyLink, (state) => {
        expect(decodeLink(encodeLink(state))).toEqual({ ok: true, link: state });
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('keeps a typical comparison within 330 characters', () => {
    const { a, b, ...rest } = defaultExperiment();
    const quantizer = choose('quantizer', 'uniform', { bits: 4, scheme: 'affine' });
    const overrides = Object.fromEntries(
      ['stem', 'dw1', 'pw1', 'dw5', 'fc'].map((layer, i) => [
        layer,
        { quantizer: choose('quantizer', 'uniform', { bits: 4 + i }) },
      ]),
    );
    const recipe = { ...b.recipe, quantizer, granularity: choose('granularity', 'group', { groupSize: 32 }) };
    const experiment = { ...rest, a: { ...a, seed: 4217 }, b: { recipe, overrides, seed: 99 } };
    const digest = { images: 2000, float: 1803, a: 512, b: 1790, weights: '0123abcd' };
    expect(encodeLink({ experiment, view: { layer: 'dw5', show: 'both' }, digest }).length).toBeLessThanOrEqual(330);
  });

  it('leaves activations in float32 unless they are named, and names their defaults in one empty member', () => {
    const { a, ...rest } = BASE;
    const quantized = { ...rest, a: { ...a, activations: defaultActivations() } };
    expect(decodeLink(`#e=1.${pack({ a: { a: {} } })}`)).toEqual({ ok: true, link: { experiment: quantized } });
    expect(encodeLink({ experiment: quantized })).toBe(`#e=1.${pack({ a: { a: {} } })}`);
  });

  it('carries nothing but the version for the base experiment, whatever the app opens with', () => {
    expect(decodeLink(`#e=1.${pack({})}`)).toEqual({ ok: true, link: { experiment: BASE } });
    expect(encodeLink({ experiment: BASE })).toBe(`#e=1.${pack({})}`);
  });

  it('is silent about fragments that are not links', () => {
    expect(['', '#', '#settings-a', '#x=1.abc'].map(decodeLink)).toEqual([null, null, null, null]);
  });
});

describe('links that do not fit', () => {
  const problemOf = (payload: unknown): unknown => {
    const decoded = decodeLink(`#e=1.${pack(payload)}`);
    return decoded?.ok === false ? decoded.problem : decoded;
  };

  it.each<[string, unknown, string, RegExp]>([
    ['an unknown technique', { a: { q: ['quantum'] } }, 'a.quantizer', /no quantizer called "quantum"/],
    ['a technique named like a member of every object', { a: { q: ['constructor'] } }, 'a.quantizer', /no quantizer/],
    ['an unknown parameter', { b: { g: ['group', { size: 4 }] } }, 'b.granularity.size', /no parameter "size"/],
    ['a parameter out of range', { a: { q: { bits: 99 } } }, 'a.quantizer.bits', /from 1 to 16/],
    ['a parameter of the wrong kind', { a: { q: { bits: '4' } } }, 'a.quantizer.bits', /from 1 to 16/],
    ['a fraction of a bit', { a: { q: { bits: 2.5 } } }, 'a.quantizer.bits', /whole number/],
    [
      'a choice that is not offered',
      { a: { q: { range: 'wide' } } },
      'a.quantizer.range',
      /restricted, full, midpoint/,
    ],
    [
      'a parameter of a layer',
      { a: { o: { conv1: { c: ['manual', { ratio: 0 }] } } } },
      'a.layers.conv1.clipper.ratio',
      /0.01 to 1/,
    ],
    ['a quantizer that only weights have', { a: { a: { q: ['codebook'] } } }, 'a.activations.quantizer', /codebook/],
    ['no calibration image', { a: { a: { n: 0 } } }, 'a.activations.calibration', /1 to 10000/],
    ['a calibration seed', { a: { a: { s: 0.5 } } }, 'a.activations.calibration.seed', /whole number/],
    ['a width of biases', { b: { a: { b: 'int8' } } }, 'b.activations.bias', /float32 or int32/],
    [
      "a parameter of a layer's activations",
      { a: { a: { o: { conv1: { q: { bits: 40 } } } } } },
      'a.activations.layers.conv1.quantizer.bits',
      /from 1 to 16/,
    ],
    ['an unknown member', { z: 1 }, 'link.z', /does not know/],
    ['a model path', { m: '../secrets' }, 'model', /id of a model/],
    ['another image count', { n: 123 }, 'images', /2000 or 10000/],
    ['a negative seed', { b: { s: -1 } }, 'b.seed', /whole number/],
    ['more right than images', { d: [100, 101, 1, 1, '00000000'] }, 'digest', /not readable/],
    ['a list for a link', [], 'link', /not readable/],
    ['a view of neither side', { w: 'c' }, 'show', /a, both or b/],
    ['an unknown screen', { v: 'kitchen' }, 'area', /no screen called "kitchen"/],
    ['no step of the course', { c: 'Step 2' }, 'lesson', /not a step/],
    ['settings of an unknown screen', { p: { kitchen: {} } }, 'screens.kitchen', /no screen/],
    ['settings of a screen that has none such', { p: { lab: { colour: 1 } } }, 'screens.lab.colour', /not a setting/],
    ['settings that are no object', { p: { lab: [] } }, 'screens.lab', /not readable/],
  ])('names the field: %s', (_name, payload, field, message) => {
    expect(problemOf(payload)).toEqual({ field, message: expect.stringMatching(message) as string });
  });

  it('says that a newer version made it', () => {
    expect(decodeLink('#e=2.AAAA')).toEqual({
      ok: false,
      problem: { field: 'version', message: expect.stringContaining('newer version') as string },
    });
  });

  it('refuses what unpacks to more than its cap, and what is longer than its cap', () => {
    const bomb = toBase64Url(deflateSync(new Uint8Array(8_000_000)));
    expect(bomb.length).toBeLessThan(MAX_PAYLOAD_CHARS);
    expect(decodeLink(`#e=1.${bomb}`)).toMatchObject({
      problem: { message: expect.stringContaining('unpacks to more') as string },
    });
    const long = 'A'.repeat(MAX_PAYLOAD_CHARS + 1);
    expect(decodeLink(`#e=1.${long}`)).toMatchObject({
      problem: { message: expect.stringContaining('longer') as string },
    });
  });

  it('survives deep nesting and names that objects inherit', () => {
    const nested = deflateSync(new TextEncoder().encode('['.repeat(100_000)));
    expect(decodeLink(`#e=1.${toBase64Url(nested)}`)).toMatchObject({ ok: false });
    const proto = deflateSync(new TextEncoder().encode('{"a":{"o":{"__proto__":{"q":{"bits":2}}}}}'));
    expect(decodeLink(`#e=1.${toBase64Url(proto)}`)).toMatchObject({ ok: false, problem: { field: 'a.layers' } });
  });

  it('never throws on 10,000 hostile fragments', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.string({ maxLength: 400 }).map((s) => `#e=1.${s}`),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => `#e=1.${toBase64Url(bytes)}`),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => `#e=1.${toBase64Url(deflateSync(bytes))}`),
      fc.json({ maxDepth: 6 }).map((json) => `#e=1.${toBase64Url(deflateSync(new TextEncoder().encode(json)))}`),
      fc.tuple(anyLink, fc.nat(), fc.string({ maxLength: 3 })).map(([state, at, noise]) => {
        const valid = encodeLink(state);
        const cut = at % valid.length;
        return valid.slice(0, cut) + noise + valid.slice(cut + noise.length);
      }),
    );
    fc.assert(
      fc.property(text, (hash) => {
        const decoded = decodeLink(hash);
        if (decoded?.ok === false) expect(decoded.problem.message.length).toBeGreaterThan(0);
        if (decoded?.ok === true)
          expect(RECIPE_PARTS.every((part) => decoded.link.experiment.a.recipe[part].id)).toBe(true);
      }),
      { numRuns: 10_000, seed: 2 },
    );
  });
});

/** What a link of version 1 leaves out: the comparison that the app opened with when the version was introduced. */
const BASE: Experiment = { ...defaultExperiment(), model: 'lenet', a: threeBits('a'), b: threeBits('b') };

function threeBits(id: SideId): Side {
  const side = defaultExperiment()[id];
  return { ...side, recipe: { ...side.recipe, quantizer: choose('quantizer', 'uniform', { bits: 3 }) } };
}
