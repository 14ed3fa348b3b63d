import type { Choice } from '../../../src/params/param';
import { choose } from '../../../src/experiment/techniques';
import type { ClipCodes } from '../../../src/jobs/clip-reports';
import type { ArenaSettings } from './settings';

type Kind = ClipCodes['kind'];

/** One estimator of the arena: its name with what the screen sets of it, and the clipper that it is. */
interface Entry {
  readonly label: (settings: ArenaSettings) => string;
  readonly params: (settings: ArenaSettings, kind: Kind) => Choice['params'];
}

const none = (): Choice['params'] => ({});

const ENTRIES: Readonly<Record<string, Entry>> = {
  minmax: { label: () => 'Min-max', params: none },
  ema: { label: () => 'EMA', params: ({ alpha }) => ({ alpha }) },
  percentile: {
    label: ({ percentile }) => `Percentile ${String(percentile)}`,
    params: ({ percentile }) => ({ percentile }),
  },
  kl: { label: () => 'KL', params: none },
  mse: { label: () => 'MSE', params: none },
  octav: { label: () => 'OCTAV', params: none },
  aciq: {
    label: ({ distribution }) => (distribution === 'laplace' ? 'ACIQ Laplace' : 'ACIQ Gauss'),
    params: ({ distribution }, kind) => ({ distribution, halfRange: kind === 'unsigned' }),
  },
};

export interface ArenaMethod {
  readonly id: string;
  readonly label: string;
  readonly clipper: Choice;
}

/** The estimators that apply to what is shown, in the order of the screen. */
export function arenaMethods(settings: ArenaSettings, kind: Kind): ArenaMethod[] {
  return Object.entries(ENTRIES)
    .filter(([id]) => reasonAgainst(id, settings) === null)
    .map(([id, { label, params }]) => ({
      id,
      label: label(settings),
      clipper: choose('clipper', id, params(settings, kind)),
    }));
}

/** Why an estimator says nothing about the values shown; null when it does. */
function reasonAgainst(id: string, { source, shape }: ArenaSettings): string | null {
  const isAllAtOnce = source === 'weights' && shape === 'layer';
  return id === 'ema' && isAllAtOnce ? 'weights do not come in batches' : null;
}

/** Every estimator, for the choice of A and B. */
export function methodOptions(settings: ArenaSettings) {
  return Object.entries(ENTRIES).map(([value, { label }]) => ({
    value,
    label: label(settings),
    reason: reasonAgainst(value, settings),
  }));
}
