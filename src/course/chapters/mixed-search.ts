import { type SearchFact, factsOf, lastFact } from '../facts';
import type { Measured } from '../measured';
import type { Step } from '../step';
import { because } from '../why';
import { decimals, known } from '../words';
import { onMixed } from './mixed-preset';

const EPISODES = 60;
/** Points that the best policy has to win on 4 bits everywhere. */
const WIN = 15;

const NAMES: Readonly<Record<SearchFact['method'], string>> = {
  haq: 'the agent',
  evolutionary: 'evolution',
  greedy: 'greedy',
  random: 'random search',
  ilp: 'the integer program',
};

/** In the order of the prediction. */
const RIVALS = ['haq', 'random', 'greedy'] as const satisfies readonly SearchFact['method'][];

function bestOf(measured: Measured): SearchFact | undefined {
  return factsOf(measured, 'search').reduce<SearchFact | undefined>(
    (best, one) => (one.fits && one.best > (best?.best ?? -1) ? one : best),
    undefined,
  );
}

const ofMethod = (measured: Measured, method: SearchFact['method']): SearchFact | undefined =>
  factsOf(measured, 'search').findLast((one) => one.method === method);

const BUDGET = { budget: 4.5, measure: 'size', least: 3, most: 8, evaluations: EPISODES, images: 300 } as const;

export const agent: Step = {
  id: '7.5',
  title: 'The agent',
  area: 'mixed',
  preset: () => onMixed({ ...BUDGET, method: 'haq' }),
  predict: {
    kind: 'choice',
    question: 'The same budget and 60 policies each: who finds the best one?',
    options: ['The HAQ agent', 'Random search', 'Greedy'],
  },
  marks: [
    { kind: 'panel', name: 'HAQ agent' },
    { kind: 'panel', name: 'You against the searches' },
  ],
  done: (measured, did) => {
    const haq = ofMethod(measured, 'haq');
    if (!did.has('running Searching') || haq === undefined || haq.evaluations < EPISODES || !haq.fits) return false;
    return haq.uniform !== null && haq.best - haq.uniform >= WIN;
  },
  answer: (measured) => {
    const best = bestOf(measured);
    const at = RIVALS.findIndex((method) => method === best?.method);
    return at === -1 || factsOf(measured, 'search').length < 2 ? null : at;
  },
  numbers: (measured) => {
    const haq = ofMethod(measured, 'haq');
    const found = RIVALS.flatMap((method) => {
      const run = ofMethod(measured, method);
      return run === undefined ? [] : [`${NAMES[method]} ${decimals(run.best, 1)} %`];
    });
    return known({ found: found.length === 0 ? undefined : found.join(', '), uniform: decimals(haq?.uniform, 1) });
  },
  result: (measured) => {
    const haq = ofMethod(measured, 'haq');
    if (haq === undefined || haq.uniform === null) return null;
    return `After ${haq.evaluations} episodes the best policy of the agent is right for ${decimals(haq.best, 1)} % of the search images; 4 bits everywhere for ${decimals(haq.uniform, 1)} %.`;
  },
  why: (measured) => {
    const [haq, best] = [ofMethod(measured, 'haq'), bestOf(measured)];
    if (haq === undefined || best === undefined) return null;
    const rows = haq.layers.map((name, at) => ({ name, bits: haq.bits[at] ?? 0 })).sort((x, y) => y.bits - x.bits);
    const [top, low] = [rows.slice(0, 3), rows.slice(-3)];
    const text = (some: typeof rows): string => some.map(({ name, bits }) => `${name} ${bits}`).join(', ');
    const others =
      factsOf(measured, 'search').length > 1
        ? ` Of the searches here ${NAMES[best.method]} has the best policy, ${decimals(best.best, 1)} %.`
        : '';
    return { shown: true, text: `The agent gives most bits to ${text(top)}, and fewest to ${text(low)}.${others}` };
  },
  vary: [
    { label: 'Random search, for comparison', change: () => onMixed({ ...BUDGET, method: 'random' }) },
    { label: 'Greedy, for comparison', change: () => onMixed({ ...BUDGET, method: 'greedy' }) },
  ],
};

interface Away {
  readonly on: string;
  /** In percent; negative where the guest is faster. */
  readonly slower: number;
}

const compared = ({ slower }: Away): string => `${decimals(Math.abs(slower), 1)} % ${slower < 0 ? 'faster' : 'slower'}`;

/** How much slower, in percent, the policy made for one machine is on the other. */
function away(measured: Measured): readonly Away[] | null {
  const home = lastFact(measured, 'home');
  const [first, second] = home?.seconds ?? [];
  if (home === undefined || first === undefined || second === undefined) return null;
  return [
    { on: home.machines[1], slower: 100 * (first[1] / second[1] - 1) },
    { on: home.machines[0], slower: 100 * (second[0] / first[0] - 1) },
  ];
}

export const awayFromHome: Step = {
  id: '7.6',
  title: 'Away from home',
  area: 'mixed',
  preset: () =>
    onMixed({ ...BUDGET, budget: 6, measure: 'latency', least: 2, activations: true, method: 'evolutionary' }),
  predict: {
    kind: 'number',
    question: 'A policy made for one machine runs on another. How much slower is it than the policy made for that one?',
    min: -20,
    max: 100,
    step: 1,
    start: 0,
    unit: '%',
  },
  marks: [{ kind: 'panel', name: 'At home and away' }],
  done: (measured, did) => did.has('running Searching') && away(measured) !== null,
  answer: (measured) => away(measured)?.[0]?.slower ?? null,
  numbers: (measured) => {
    const both = away(measured);
    const text = (one: Away | undefined) => one && `${compared(one)} on ${one.on}`;
    return known({ first: text(both?.[0]), second: text(both?.[1]) });
  },
  result: (measured) => {
    const both = away(measured);
    if (both === null) return null;
    return `Modelled: away from home the policies are ${both.map((one) => `${compared(one)} on ${one.on}`).join(' and ')}.`;
  },
  why: (measured) => {
    const both = away(measured);
    if (both === null) return null;
    const most = both.reduce((worst, one) => (one.slower > worst.slower ? one : worst));
    const other = both.find(({ slower }) => slower < 0);
    const faster =
      other === undefined
        ? ''
        : ` On ${other.on} the guest is faster: it saves where the policy made there spends its budget on accuracy.`;
    return because(
      most.slower > 0,
      `On ${most.on} the guest is ${decimals(most.slower, 1)} % slower than the policy made there: which layers are worth fewer bits depends on what bounds their time.${faster}`,
      'neither policy is slower away from home.',
    );
  },
  vary: [],
};
