/** What the settings of the Rounding screen mean for the methods. */
import { roundingScreen as TABLE } from '../experiment/screens/rounding';
import type { Params } from '../params/param';
import { readChoice, readInteger, readNumber } from '../params/read';
import type { AdaRoundSettings } from './adaround';
import type { FollowingActivation } from './output-loss';

export interface RoundingSettings {
  readonly adaround: AdaRoundSettings;
  /** First training images that the outputs are taken from. */
  readonly images: number;
  readonly activation: FollowingActivation;
  /** Those of all layers at once. */
  readonly joint: { readonly iterations: number; readonly images: number };
}

/** What is left out has its default. Throws RangeError for a parameter that does not fit the table. */
export function roundingSettings(params: Params): RoundingSettings {
  const number = (key: string): number => readNumber(TABLE, params, key);
  return {
    images: readInteger(TABLE, params, 'images', 1),
    activation: readChoice(TABLE, params, 'activation') === 'relu' ? 'relu' : 'none',
    joint: {
      iterations: readInteger(TABLE, params, 'jointSteps', 1),
      images: readInteger(TABLE, params, 'jointImages', 1),
    },
    adaround: {
      iterations: readInteger(TABLE, params, 'iterations', 1),
      learningRate: number('learningRate'),
      relativeLambda: number('lambda'),
      schedule: {
        warmStart: number('warmStart'),
        start: number('betaStart'),
        end: number('betaEnd'),
        shape: readChoice(TABLE, params, 'schedule') === 'linear' ? 'linear' : 'cosine',
      },
    },
  };
}
