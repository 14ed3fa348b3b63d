import { describe, expect, it } from 'vitest';
import { createSearchResources, searchJobs } from '../jobs/search';
import type { SearchStep } from '../jobs/search-reports';
import type { LayerWork } from '../hardware/layer-work';
import { costTable, uniformCost } from '../hardware/costs';
import { ENERGY, defaultConstants, machineOf } from '../hardware/machines';
import { policyKey, type Policy } from './policy';
import { startSearch } from './searches';
import { type Method, type SearchTask, slotsCost, toPolicy, toSlots } from './task';

const layer = (name: string, weights: number, macs: number): LayerWork => ({
  name,
  weights,
  macs,
  inputs: 8,
  outputs: weights / 8,
  kernel: 1,
  stride: 1,
  featureMap: 7,
  depthwise: false,
  activationsIn: 392,
  activationsOut: 392,
  product: { rows: weights / 8, depth: 8, columns: macs / weights, times: 1 },
});
const layers = [
  layer('one', 64, 3136),
  layer('two', 512, 25_088),
  layer('three', 2048, 100_352),
  layer('four', 128, 128),
];
const machine = machineOf('bitfusion');
const cost = costTable(layers, 'size', {
  machine,
  constants: defaultConstants(machine),
  energy: defaultConstants(ENERGY),
});

function task(method: Method, change: Partial<SearchTask> = {}): SearchTask {
  const slots = change.activations === true ? 8 : 4;
  return {
    method,
    layers,
    cost,
    budget: uniformCost(cost, 4, 8),
    least: 2,
    most: 8,
    activations: false,
    fixedActivations: 8,
    evaluations: 60,
    seed: 3,
    floatAccuracy: 90,
    objective: Array.from({ length: slots }, (_, slot) =>
      Array.from({ length: 9 }, (_bits, b) => (slot + 1) * 4 ** -b),
    ),
    ...change,
  };
}

/** Small layers are fragile: the best policy gives them the bits. */
function accuracy({ weights, activations }: Policy): number {
  const lost = weights.map((bits, at) => [40, 10, 3, 25][at]! * 2 ** (2 - bits));
  const inputs = activations?.map((bits) => 10 * 2 ** (2 - bits)) ?? [];
  return 90 - [...lost, ...inputs].reduce((sum, one) => sum + one, 0);
}

function run(given: SearchTask): { policies: Policy[]; best: number } {
  const search = startSearch(given, false);
  const policies: Policy[] = [];
  let best = -Infinity;
  for (let step = search.next([]); step.done !== true;) {
    if (step.value === null) {
      step = search.next([]);
      continue;
    }
    for (const policy of step.value.policies) {
      policies.push(policy);
      if (slotsCost(given, toSlots(policy)) <= given.budget) best = Math.max(best, accuracy(policy));
    }
    step = search.next(step.value.policies.map(accuracy));
  }
  return { policies, best };
}

const METHODS: readonly Method[] = ['greedy', 'random', 'evolutionary', 'ilp', 'haq'];

describe.each(METHODS)('search %s', (method) => {
  it.each([false, true])('keeps widths, budget and number of evaluations; activations: %s', (activations) => {
    const given = task(method, {
      evaluations: method === 'haq' ? 24 : 60,
      activations,
      ...(activations ? { cost: costs('bitops'), budget: uniformCost(costs('bitops'), 4, null) } : {}),
    });
    const { policies, best } = run(given);
    expect(policies.length).toBeLessThanOrEqual(60);
    expect(policies.length).toBeGreaterThan(0);
    for (const policy of policies) {
      const bits = toSlots(policy);
      expect(toPolicy(given, bits)).toEqual(policy);
      expect(bits.every((b) => Number.isInteger(b) && b >= 2 && b <= 8)).toBe(true);
      // Greedy comes down to the budget from above.
      if (method !== 'greedy') expect(slotsCost(given, bits)).toBeLessThanOrEqual(given.budget);
    }
    if (!activations) expect(best).toBeGreaterThanOrEqual(accuracy({ weights: [4, 4, 4, 4], activations: null }));
  });

  it('asks for the same with the same seed', () => {
    const keys = (seed: number): string =>
      run(task(method, { seed, evaluations: method === 'haq' ? 12 : 60 }))
        .policies.map(policyKey)
        .join('; ');
    expect(keys(5)).toBe(keys(5));
  });

  it('goes on after an interruption as if there had been none', () => {
    const given = task(method, { evaluations: method === 'haq' ? 12 : 30 });
    const whole = run(given).policies;
    const told = whole.map(accuracy);
    const cut = Math.floor(told.length / 2);
    const asked: Policy[] = [];
    // A worker that has never heard of the search, told what was scored before the reload.
    const resources = createSearchResources();
    let scores: readonly number[] = [];
    const first = finish(searchJobs.search({ task: given, plain: false, scores: [] }, resources));
    for (
      let step = first;
      !step.done;
      step = finish(searchJobs.search({ task: given, plain: false, scores }, resources))
    ) {
      asked.push(...step.policies);
      scores = [...scores, ...step.policies.map(accuracy)];
      if (scores.length >= cut) resources.session = null;
    }
    expect(asked.map(policyKey)).toEqual(whole.map(policyKey));
  });
});

function costs(measure: 'bitops') {
  return costTable(layers, measure, {
    machine,
    constants: defaultConstants(machine),
    energy: defaultConstants(ENERGY),
  });
}

function finish(job: ReturnType<typeof searchJobs.search>): SearchStep {
  if (job instanceof Promise) throw new Error('not a generator');
  for (;;) {
    const step = job.next();
    if (step.done === true) return step.value;
  }
}

it('refuses a budget below the fewest bits', () => {
  expect(() => startSearch(task('random', { budget: 1 }), false)).toThrow(/fewest bits/);
});

it('goes on thinking where it was cancelled', () => {
  const given = task('haq', { evaluations: 8 });
  const whole = run(given).policies.map(policyKey);
  const resources = createSearchResources();
  const asked: string[] = [];
  let scores: readonly number[] = [];
  for (let calls = 0; calls < 400; calls++) {
    const job = searchJobs.search({ task: given, plain: false, scores }, resources);
    if (job instanceof Promise) throw new Error('not a generator');
    const step = job.next();
    if (step.done !== true) {
      job.return(undefined as never);
      continue;
    }
    if (step.value.done) break;
    asked.push(...step.value.policies.map(policyKey));
    scores = [...scores, ...step.value.policies.map(accuracy)];
  }
  expect(asked).toEqual(whole);
});
