import type { AreaId } from '../../experiment/screens/registry';
import type { Experiment } from '../../experiment/spec';
import { type Bars, barsOf, meetsBars } from '../bars';
import type { Measured } from '../measured';
import { onOthers, wasCountedTooSoon } from '../others';
import type { Step, Target } from '../step';
import { decimals, known } from '../words';

interface ChallengeSource {
  readonly id: string;
  readonly title: string;
  readonly area: AreaId;
  readonly layer?: string;
  /** Where to begin; left out: recipe B, as the Lab has it. */
  readonly mark?: Target;
  readonly preset: () => Experiment;
  /** What is given and what is allowed; the numbers to reach are added. */
  readonly goal: string;
  readonly hints: readonly [string, string, string];
  /** Whether B keeps to what is allowed; left out: everything is. */
  readonly allows?: (measured: Measured) => boolean;
}

/** "at least 88 % right, at most 2.6 bits per weight". */
function aims({ bars }: Bars): string {
  return bars
    .map(({ quantity, unit, is, bar }) => `${is} ${bar} ${quantity === 'accuracy' ? '% right' : unit}`)
    .join(', ');
}

const RECIPE: Target = { kind: 'control', name: 'Recipe B' };

const TOO_SOON =
  'B has not been measured on the first 2,000 images as it is now: go back to them, then count the others.';

/** An open challenge: B by any recipe, scored on the 8,000 test images that it was not tuned on. */
export function challengeStep({ goal, hints, mark = RECIPE, allows = () => true, ...source }: ChallengeSource): Step {
  const { id } = source;
  const scored = (measured: Measured) => (allows(measured) ? onOthers(measured) : null);
  return {
    ...source,
    predict: null,
    marks: [mark],
    done: (measured, did) => {
      const others = scored(measured);
      return (
        did.has('b') &&
        measured.experiment.model === barsOf(id).model &&
        others !== null &&
        meetsBars(id, { ...others })
      );
    },
    answer: () => null,
    numbers: (measured) => {
      const others = scored(measured);
      return known({
        aims: aims(barsOf(id)),
        accuracy: decimals(others?.accuracy, 1),
        bits: decimals(others?.bits, 2),
      });
    },
    result: (measured) => {
      const others = scored(measured);
      if (others === null) return null;
      return `${decimals(others.accuracy, 1)} % of the other 8,000 images are right, at ${decimals(others.bits, 2)} stored bits per weight.`;
    },
    why: (measured) => {
      if (wasCountedTooSoon(measured)) return { shown: false, text: TOO_SOON };
      const others = scored(measured);
      if (others === null) return null;
      const met = meetsBars(id, { ...others });
      const score = `${decimals(others.accuracy, 1)} % at ${decimals(others.bits, 2)} bits`;
      return {
        shown: met,
        text: met ? `B meets the goal: ${score}.` : `Not yet: ${score}; the goal is ${aims(barsOf(id))}.`,
      };
    },
    vary: [],
    challenge: { goal: `${goal} Reach ${aims(barsOf(id))}.`, hints },
  };
}
