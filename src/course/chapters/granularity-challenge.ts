import { compare, lin } from '../presets';
import { challengeStep } from './challenge';

export const formatChallenge = challengeStep({
  id: 'challenge-2',
  title: 'Challenge: 4.6 bits for everything',
  area: 'lab',
  layer: 'dw5',
  preset: () => compare('dscnn', lin(4), lin(4, 'channel')),
  goal: 'One format for all layers, rounded to nearest, ranges by min-max, no training.',
  hints: [
    'Scales per channel cost 0.67 bits per weight here: they must be had for less.',
    'VSQuant stores integer scales. How many bits should they have, and who shares the float scale?',
    'VSQuant with 4-bit codes, 8-bit scales, vectors of 16 and one float scale for the tensor.',
  ],
  allows: ({ experiment: { b } }) =>
    b.weights === undefined &&
    b.activations === undefined &&
    Object.keys(b.overrides).length === 0 &&
    b.recipe.clipper.id === 'minmax' &&
    b.recipe.rounder.id.startsWith('nearest'),
});
