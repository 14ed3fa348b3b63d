import { meetsBars } from '../bars';
import { percentGuess } from '../guess';
import { type NetworkRoundingFact, factsOf, lastFact } from '../facts';
import type { Measured } from '../measured';
import { compare, lin, onScreen } from '../presets';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known, percent } from '../words';
import { challengeStep } from './challenge';

const won = ({ adaround, nearest }: NetworkRoundingFact): number => 100 * (adaround - nearest);

export const wholeNet: Step = {
  id: '4.5',
  title: 'The whole network',
  area: 'rounding',
  preset: () => ({ ...compare('lenet', lin(3), lin(3)), ...onScreen('rounding', { clipper: 'minmax' }) }),
  predict: percentGuess(
    'Every layer at 3 bits, one after the other by AdaRound. How many of 100 test images are right then?',
    75,
  ),
  marks: [{ kind: 'panel', name: 'The whole network' }],
  done: (measured, did) => {
    const run = lastFact(measured, 'network-rounding');
    return did.has('running Rounding') && run !== undefined && meetsBars('4.5', { gain: won(run) });
  },
  answer: (measured) => {
    const run = lastFact(measured, 'network-rounding');
    return run === undefined ? null : 100 * run.adaround;
  },
  numbers: (measured) => {
    const run = lastFact(measured, 'network-rounding');
    return known({
      nearest: percent(run?.nearest),
      adaround: percent(run?.adaround),
      layer: run?.best?.layer,
      times: decimals(run?.best?.times, 1),
    });
  },
  result: (measured) => {
    const run = lastFact(measured, 'network-rounding');
    if (run === undefined) return null;
    return `On the same grid nearest is right for ${percent(run.nearest)} %, AdaRound for ${percent(run.adaround)} %.`;
  },
  why: (measured) => {
    const run = lastFact(measured, 'network-rounding');
    if (run === undefined) return null;
    return because(
      won(run) > 0 && run.best !== null,
      `The output error of ${run.best?.layer} fell ${decimals(run.best?.times, 1)}-fold. No scale moved and no bit was added: only which of two neighbouring codes each weight takes.`,
      `AdaRound is right for ${percent(run.adaround)} %, nearest for ${percent(run.nearest)} %.`,
    );
  },
  vary: [
    { label: 'At 2 bits', change: (now) => ({ ...now, ...onScreen('rounding', { clipper: 'minmax', bits: 2 }) }) },
    { label: 'The DS-CNN, a scale per channel', change: () => perChannel() },
  ],
};

function perChannel() {
  const settings = onScreen('rounding', { clipper: 'minmax', granularity: 'channel' });
  return { ...compare('dscnn', lin(3, 'channel'), lin(3, 'channel')), ...settings };
}

/** What λ is by default, and a hundredth of a percent of it. */
const USUAL = 0.03;
const GENTLE = 0.000003;

/** The run with the smallest λ and one with the usual one. */
function bothRuns(measured: Measured): { gentle: NetworkRoundingFact; usual: NetworkRoundingFact } | null {
  const runs = factsOf(measured, 'network-rounding');
  const usual = runs.findLast(({ lambda }) => lambda >= USUAL);
  const gentle = runs.findLast(({ lambda }) => lambda < USUAL);
  return usual === undefined || gentle === undefined ? null : { gentle, usual };
}

export const tooGentle: Step = {
  id: '4.6',
  title: 'Too gentle a push',
  area: 'rounding',
  preset: () => ({
    ...compare('lenet', lin(3), lin(3)),
    ...onScreen('rounding', { clipper: 'minmax', lambda: GENTLE }),
  }),
  predict: percentGuess(
    'λ pushes every h to 0 or 1. With a ten-thousandth of the usual λ, how many of 100 images are right?',
    50,
  ),
  marks: [
    { kind: 'panel', name: 'The whole network' },
    { kind: 'control', name: 'λ' },
  ],
  done: (measured, did) => {
    const runs = bothRuns(measured);
    return (
      did.has('running Rounding') &&
      did.has('screens.rounding.lambda') &&
      runs !== null &&
      meetsBars('4.6', {
        gentle: runs.gentle.undecided,
        usual: runs.usual.undecided,
        lost: 100 * (runs.usual.adaround - runs.gentle.adaround),
      })
    );
  },
  answer: (measured) => {
    const gentle = factsOf(measured, 'network-rounding').find(({ lambda }) => lambda < USUAL);
    return gentle === undefined ? null : 100 * gentle.adaround;
  },
  numbers: (measured) => {
    const runs = bothRuns(measured);
    const gentle = factsOf(measured, 'network-rounding').find(({ lambda }) => lambda < USUAL);
    return known({
      gentle: percent(gentle?.adaround),
      undecided: percent(gentle?.undecided),
      usual: percent(runs?.usual.adaround),
      decided: percent(runs?.usual.undecided),
    });
  },
  result: (measured) => {
    const runs = bothRuns(measured);
    if (runs === null) return null;
    return `With the gentle λ ${percent(runs.gentle.undecided)} % of the weights were undecided at the end and ${percent(runs.gentle.adaround)} % of the images are right; with the usual one ${percent(runs.usual.undecided)} % and ${percent(runs.usual.adaround)} %.`;
  },
  why: (measured) => {
    const runs = bothRuns(measured);
    if (runs === null) return null;
    const { gentle, usual } = runs;
    return because(
      usual.adaround > gentle.adaround,
      `${percent(gentle.undecided)} % of the h were still between 0 and 1 when the steps were over. The network that was trained never existed: hardening moved all of them at once.`,
      `the gentle run is right for ${percent(gentle.adaround)} %, the usual one for ${percent(usual.adaround)} %.`,
    );
  },
  vary: [
    {
      label: 'A push in between',
      change: (now) => ({ ...now, ...onScreen('rounding', { clipper: 'minmax', lambda: 0.0003 }) }),
    },
  ],
};

export const challenge4 = challengeStep({
  id: 'challenge-4',
  title: 'Challenge: three bits, no training',
  area: 'rounding',
  mark: { kind: 'panel', name: 'The whole network' },
  preset: () => compare('dscnn', lin(3), lin(3)),
  goal: 'The DS-CNN with 3 bits in every layer and one scale per layer, not trained.',
  hints: [
    'A layer can only be rounded well on a grid that fits it: look at the ranges first.',
    'Range and rounding are two decisions; some methods also move scale between the layers before they round.',
    'On the Rounding screen: ranges by MSE, run the whole network, then use “AdaRound after equalization” as B.',
  ],
});
