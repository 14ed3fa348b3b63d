/**
 * `npm run policies [-- --evaluations 300] [--seeds 5] [--images 500] [--model dscnn] [--only size|latency]`: every search under
 * equal budgets on the same training images, with one scale a tensor and no fine-tuning. What each finds is then measured on
 * all test images. First a budget on the size of the weights; then one on the modelled latency of two machines, and how each
 * policy does on the other. The same numbers on every machine, but for the seconds.
 */
import { parseArgs } from 'node:util';
import { machineOf } from '../src/hardware/machines';
import { wilson95 } from '../src/model/score';
import { policyKey } from '../src/search/policy';
import type { Method } from '../src/search/task';
import { quantile } from './measure';
import { type Found, PolicyBench, type Wanted } from './policy-bench';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'dscnn' },
    evaluations: { type: 'string', default: '300' },
    seeds: { type: 'string', default: '5' },
    images: { type: 'string', default: '500' },
    only: { type: 'string' },
  },
});
const evaluations = Number(values.evaluations);
const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => at + 1);

const METHODS: readonly Method[] = ['random', 'greedy', 'evolutionary', 'ilp', 'haq'];
/** Those that draw at random are run with every seed. */
const SEEDED: readonly Method[] = ['random', 'haq'];
const MACHINES = ['bitfusion', 'bismo-edge'] as const;

type Budget = Pick<Wanted, 'machine' | 'measure' | 'bits' | 'activations'>;

const SIZE: Budget = { machine: 'bitfusion', measure: 'size', bits: 4.25, activations: false };
const latencyOn = (machine: string): Budget => ({ machine, measure: 'latency', bits: 4, activations: true });

const bench = await PolicyBench.open(values.model, Number(values.images));

function line(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function heading(title: string, columns: readonly string[]): void {
  console.log(`\n## ${title}\n`);
  line(columns);
  line(columns.map(() => '---'));
}

async function tested(policy: Found['policy']): Promise<string> {
  const { correct, images } = await bench.tested(policy);
  const { low, high } = wilson95(correct, images);
  const [mean, from, to] = [correct / images, low, high].map((share) => (100 * share).toFixed(1));
  return `${mean ?? ''} (${from ?? ''} to ${to ?? ''})`;
}

function write(cost: number, { measure }: Budget): string {
  return measure === 'size' ? `${(cost / 1024).toFixed(2)} KiB` : `${(cost * 1e6).toFixed(2)} µs`;
}

/** Every search under one budget, line by line as they end. */
async function searches(budget: Budget): Promise<readonly Found[]> {
  const uniform = bench.uniform(budget);
  const [accuracy = 0] = await bench.accuracies([uniform]);
  line([`uniform ${policyKey(uniform).slice(0, 1)}`, '', 1, accuracy.toFixed(1), await tested(uniform), '', '', '']);
  const found: Found[] = [];
  for (const method of METHODS)
    for (const seed of SEEDED.includes(method) ? seeds : [1]) {
      const one = await bench.run({ ...budget, method, seed, evaluations });
      if (one === null) {
        line([method, seed, '', 'nothing inside the budget', '', '', '', '']);
        continue;
      }
      found.push(one);
      const cells = [
        one.accuracy.toFixed(1),
        await tested(one.policy),
        write(one.cost, budget),
        one.seconds.toFixed(0),
      ];
      line([method, seed, one.tried, ...cells, policyKey(one.policy)]);
    }
  return found;
}

/** The agent beside random search over the seeds, and beside the best of all others. */
function verdict(found: readonly Found[]): void {
  const of = (method: Method): readonly number[] =>
    found.filter(({ wanted }) => wanted.method === method).map(({ accuracy }) => accuracy);
  const others = found.filter(({ wanted }) => wanted.method !== 'haq').map(({ accuracy }) => accuracy);
  const haq = of('haq');
  console.log(
    `\nHAQ ${haq.map((one) => one.toFixed(1)).join(', ')}, median ${quantile(haq, 0.5).toFixed(1)}; ` +
      `median of random ${quantile(of('random'), 0.5).toFixed(1)}; best other ${Math.max(...others).toFixed(1)}.`,
  );
}

const COLUMNS = ['search', 'seed', 'tried', 'search images, %', 'test images, % (95 %)', 'cost', 's', 'bits by layer'];

if (values.only !== 'latency') {
  heading(`Weights of ${String(SIZE.bits)} bits on average, ${values.model}`, COLUMNS);
  verdict(await searches(SIZE));
}
if (values.only !== 'size') {
  const bests: Found[] = [];
  for (const machine of MACHINES) {
    heading(`Latency of uniform 4 bits on ${machineOf(machine).label}, weights and inputs`, COLUMNS);
    const found = await searches(latencyOn(machine));
    verdict(found);
    bests.push(found.reduce((best, one) => (one.accuracy > best.accuracy ? one : best)));
  }
  heading('At home and away, modelled latency in µs of the best policy for each machine', [
    'policy for',
    ...MACHINES.map((machine) => `on ${machineOf(machine).label}`),
    'search',
    'search images, %',
    'test images, % (95 %)',
  ]);
  for (const one of bests) {
    const times = MACHINES.map((machine) => (1e6 * bench.latency(one.policy, machine)).toFixed(2));
    const { machine, method, seed } = one.wanted;
    const accuracy = [one.accuracy.toFixed(1), await tested(one.policy)];
    line([machineOf(machine).label, ...times, `${method}, seed ${String(seed)}`, ...accuracy]);
  }
}
