/** Rounds the whole network by AdaRound, then measures it beside every other way on the same grid. */
import { keyOf } from '../../../src/experiment/key';
import type { Experiment, Side } from '../../../src/experiment/spec';
import type { RoundingTask } from '../../../src/jobs/round-reports';
import type { WeightSet } from '../../../src/model/weight-set';
import type { Outcome } from '../../engine/outcome';
import { measureSide } from '../../engine/requests';
import { store } from '../../store/store';
import { networkSide, settingsOf, taskOf } from './settings';
import { type MethodId, type NetworkRun, beginNetwork, changeNetwork, roundingEngine, roundingStore } from './store';

const RULES = { nearest: 'nearest-even', floor: 'floor', ceil: 'ceil', stochastic: 'stochastic' } as const;
const RIVALS = ['bias', 'equalization', 'awq', 'gptq'] as const;

/** Accuracies are those of the chosen network on the chosen images: what goes on for others ends. */
store.subscribe(({ experiment }, before) => {
  const { model, images } = before.experiment;
  if (experiment.model !== model || experiment.images !== images) cancelNetwork();
});

let controller: AbortController | null = null;

/** Identity of the results of the whole network under the present settings. */
export function networkKey(experiment: Experiment): string {
  const settings = settingsOf(experiment);
  return keyOf([experiment.model, experiment.images, taskOf(settings, networkSide(settings))]);
}

interface Job {
  readonly key: string;
  readonly model: string;
  readonly task: RoundingTask;
  readonly signal: AbortSignal;
}

export function startNetwork(): void {
  controller?.abort();
  controller = new AbortController();
  const { experiment } = store.getState();
  const settings = settingsOf(experiment);
  const key = networkKey(experiment);
  beginNetwork(key);
  void run({ key, model: experiment.model, task: taskOf(settings, networkSide(settings)), signal: controller.signal });
}

/** Gives up what goes on; what has been found stays. */
export function cancelNetwork(): void {
  controller?.abort();
  controller = null;
  if (roundingStore.getState().network.status === 'running') changeNetwork({ status: 'stopped', doing: '' });
}

async function run(job: Job): Promise<void> {
  const settings = settingsOf(store.getState().experiment);
  const steps: (() => Promise<Outcome<unknown>>)[] = [
    () => rule(job, 'nearest', networkSide(settings, RULES.nearest)),
    () => adaRound(job, false),
    ...(['floor', 'ceil', 'stochastic'] as const).map((id) => () => rule(job, id, networkSide(settings, RULES[id]))),
    ...RIVALS.map((id) => () => rival(job, id)),
    () => adaRound(job, true),
  ];
  for (const step of steps) {
    const outcome = await step();
    if (job.signal.aborted) return;
    if (!outcome.ok) {
      changeNetwork({ status: 'failed', problem: outcome.problem, doing: '' });
      return;
    }
  }
  changeNetwork({ status: 'ready', doing: '' });
}

const NAMES: Readonly<Record<MethodId, string>> = {
  nearest: 'nearest',
  floor: 'floor',
  ceil: 'ceil',
  stochastic: 'stochastic rounding',
  bias: 'bias correction',
  equalization: 'equalization',
  awq: 'AWQ',
  gptq: 'GPTQ',
  adaround: 'AdaRound',
  both: 'AdaRound after equalization',
};

/** Measures the network of a side, or with weights in place of its own. */
async function rule(job: Job, id: MethodId, side: Side, weights?: WeightSet): Promise<Outcome<unknown>> {
  changeNetwork({ doing: `measuring ${NAMES[id]}`, done: 0, total: 1 });
  const outcome = await measureSide(side, {
    ...(weights !== undefined && { weights }),
    signal: job.signal,
    onProgress: (done, total) => {
      if (!job.signal.aborted) progress(done, total);
    },
  });
  if (outcome.ok && !job.signal.aborted)
    changeNetwork({ scores: { ...roundingStore.getState().network.scores, [id]: outcome.value } });
  return outcome;
}

/** Shows a whole percent once. */
function progress(done: number, total: number, change: Partial<NetworkRun> = {}): void {
  const { network } = roundingStore.getState();
  const percent = (part: number, whole: number): number => Math.round((100 * part) / Math.max(whole, 1));
  const isSame = percent(done, total) === percent(network.done, network.total);
  if (!isSame || (change.doing ?? network.doing) !== network.doing) changeNetwork({ done, total, ...change });
}

/** The table of layers is that of the network as it is; the one with equalized ranges only has a score. */
async function adaRound(job: Job, equalized: boolean): Promise<Outcome<unknown>> {
  const from = performance.now();
  const id = equalized ? 'both' : 'adaround';
  changeNetwork({ doing: NAMES[id], done: 0, total: 1 });
  const input = { task: job.task, equalized };
  const outcome = await roundingEngine().run(job.model, 'round-network', input, {
    signal: job.signal,
    onProgress: ({ layer, done, total, iteration, iterations, layers }) => {
      if (job.signal.aborted) return;
      const doing = `${NAMES[id]}: ${layer}, layer ${String(done + 1)} of ${String(total)}`;
      progress(done * iterations + iteration, total * iterations, { doing, ...(!equalized && { layers }) });
    },
  });
  if (!outcome.ok || job.signal.aborted) return outcome;
  const { kernels, vectors, layers } = outcome.value;
  if (!equalized) changeNetwork({ layers, seconds: (performance.now() - from) / 1000 });
  return rule(job, id, job.task.side, { id: `${id} ${job.key}`, kernels, vectors });
}

async function rival(job: Job, id: (typeof RIVALS)[number]): Promise<Outcome<unknown>> {
  changeNetwork({ doing: NAMES[id], done: 0, total: 1 });
  const outcome = await roundingEngine().run(
    job.model,
    'round-rival',
    { task: job.task, rival: id },
    {
      signal: job.signal,
      onProgress: ({ done, total }) => {
        if (!job.signal.aborted) progress(done, total);
      },
    },
  );
  if (!outcome.ok || job.signal.aborted) return outcome;
  return rule(job, id, job.task.side, { id: `${id} ${job.key}`, ...outcome.value });
}
