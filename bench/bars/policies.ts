/** Chapter 7 and the capstone: bits for each layer. */
import { float, lin, side } from '../../src/course/presets';
import type { Side } from '../../src/experiment/spec';
import { withAdaRound } from './made';
import { type Attempt, type BarSource, FIRST, OTHERS, atLeast, atMost, bits, gain, scored } from './measure';

/** 4 bits everywhere but in some layers. */
function policy(layers: Readonly<Record<string, number>>, clipper = 'minmax'): Side {
  const own = Object.entries(layers).map(([name, width]) => [name, lin(width, 'tensor', clipper)] as const);
  return side(lin(4, 'tensor', clipper), Object.fromEntries(own));
}

const spent = (words: string, layers: Readonly<Record<string, number>>): Attempt => ({
  words,
  measure: async (lab) => ({
    gain: await gain(lab, policy({}), policy(layers), FIRST),
    bits: await bits(lab, policy(layers)),
  }),
});

/** What one layer alone costs at 4 bits. */
const cost = (words: string, layer: string): Attempt => ({
  words,
  measure: async (lab) => ({ cost: await gain(lab, side(float(), { [layer]: lin(4) }), null, FIRST) }),
});

const FRAGILE = { stem: 8, dw1: 8, dw5: 8 };
/** By exchanging bits between two layers while that helps on the first test images. */
const FOUND = { stem: 8, dw1: 8, pw1: 6, dw2: 7, pw2: 6, dw3: 6, pw3: 5, dw4: 7, pw4: 5, dw5: 8, pw5: 3, fc: 6 };
const TIGHT = { ...FOUND, dw3: 5, pw3: 4 };
const DEPTHWISE = { stem: 8, dw1: 8, dw2: 8, dw3: 8, dw4: 8, dw5: 8 };

export const POLICY_BARS: Readonly<Record<string, BarSource>> = {
  '7.2': {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('cost', 5, 'points')],
    solution: cost('dw5 alone at 4 bits', 'dw5'),
    naive: cost('pw5, the largest layer, alone at 4 bits', 'pw5'),
  },
  '7.3': {
    model: 'dscnn',
    images: FIRST,
    bars: [atLeast('gain', 25, 'points'), atMost('bits', 4.4, 'bits per weight')],
    solution: spent('8 bits in stem, dw1 and dw5', FRAGILE),
    naive: spent('8 bits in pw1 and pw2', { pw1: 8, pw2: 8 }),
  },
  'challenge-7': {
    model: 'dscnn',
    images: OTHERS,
    bars: [atLeast('accuracy', 86, '%'), atMost('bits', 4.4, 'bits per weight')],
    solution: scored('3 bits in pw5, 5 in pw3 and pw4, 6 to 8 elsewhere', () => policy(FOUND)),
    naive: scored('8 bits in the stem and every depthwise layer, 4 elsewhere', () => policy(DEPTHWISE)),
  },
  capstone: {
    model: 'dscnn',
    images: OTHERS,
    bars: [atLeast('accuracy', 89.7, '%'), atMost('bits', 4.25, 'bits per weight')],
    solution: scored('3 bits in pw5, 4 in pw3, 5 to 8 elsewhere, AdaRound', () => withAdaRound(policy(TIGHT))),
    naive: scored('4 bits everywhere, least squared error, AdaRound', () => withAdaRound(policy({}, 'mse'))),
  },
};
