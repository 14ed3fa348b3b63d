/** Rounds the whole network by AdaRound, then measures it beside every other way on the same grid. */
import { keyOf } from '../../../src/experiment/key';
import type { RoundingMethod } from '../../../src/experiment/screens/rounding';
import type { Experiment, Side } from '../../../src/experiment/spec';
import type { Outcome } from '../../engine/outcome';
import { measureSide } from '../../engine/requests';
import { store } from '../../store/store';
import { roundWeights } from '../../weights/round';
import { type RoundingSettings, networkSide, roundedBy, settingsOf } from './settings';
import { type MethodId, type NetworkRun, beginNetwork, changeNetwork, roundingStore } from './store';

const RULES = { nearest: 'nearest-even', floor: 'floor', ceil: 'ceil', stochastic: 'stochastic' } as const;
/** After AdaRound, the quickest first. */
const RIVALS = ['bias', 'equalization', 'awq', 'smoothquant', 'gptq', 'equalized-adaround', 'joint-adaround'] as const;

/** Accuracies are those of the chosen network on the chosen images: what goes on for others ends. */
store.subscribe(({ experiment }, before) => {
  const { model, images } = before.experiment;
  if (experiment.model !== model || experiment.images !== images) cancelNetwork();
});

let controller: AbortController | null = null;

/** Identity of the results of the whole network under the present settings. */
export function networkKey(experiment: Experiment): string {
  const settings = settingsOf(experiment);
  const under = networkSide(settings);
  const made = (['adaround', 'joint-adaround'] as const).map((method) => roundedBy(method, settings, under));
  return keyOf([experiment.model, experiment.images, made]);
}

interface Job {
  readonly key: string;
  readonly model: string;
  readonly settings: RoundingSettings;
  readonly signal: AbortSignal;
}

export function startNetwork(): void {
  controller?.abort();
  controller = new AbortController();
  const { experiment } = store.getState();
  const settings = settingsOf(experiment);
  const key = networkKey(experiment);
  beginNetwork(key);
  void run({ key, model: experiment.model, settings, signal: controller.signal });
}

/** Gives up what goes on; what has been found stays. */
export function cancelNetwork(): void {
  controller?.abort();
  controller = null;
  if (roundingStore.getState().network.status === 'running') changeNetwork({ status: 'stopped', doing: '' });
}

async function run(job: Job): Promise<void> {
  const steps: (() => Promise<Outcome<unknown>>)[] = [
    () => rule(job, 'nearest'),
    () => method(job, 'adaround'),
    ...(['floor', 'ceil', 'stochastic'] as const).map((id) => () => rule(job, id)),
    ...RIVALS.map((id) => () => method(job, id)),
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
  smoothquant: 'SmoothQuant',
  gptq: 'GPTQ',
  adaround: 'AdaRound',
  'equalized-adaround': 'AdaRound after equalization',
  'joint-adaround': 'AdaRound on all layers at once',
};

function rule(job: Job, id: keyof typeof RULES): Promise<Outcome<unknown>> {
  return measure(job, id, networkSide(job.settings, RULES[id]));
}

/** Makes the weights of a method and measures them. The table of layers is that of the network as it is. */
async function method(job: Job, id: RoundingMethod): Promise<Outcome<unknown>> {
  changeNetwork({ doing: NAMES[id], done: 0, total: 1 });
  const under = networkSide(job.settings);
  const weights = roundedBy(id, job.settings, under);
  const outcome = await roundWeights(job.model, weights, {
    signal: job.signal,
    onProgress: ({ layer, done, total, layers }, share) => {
      if (job.signal.aborted) return;
      const place = total > 1 ? `: ${layer}, layer ${String(done + 1)} of ${String(total)}` : '';
      const doing = `${NAMES[id]}${place}`;
      progress(share, 1, { doing, ...(id === 'adaround' && { layers }) });
    },
  });
  if (!outcome.ok || job.signal.aborted) return outcome;
  if (id === 'adaround') changeNetwork({ layers: outcome.value.layers, seconds: outcome.ms / 1000 });
  return measure(job, id, { ...under, weights });
}

/** Measures the network of a side. */
async function measure(job: Job, id: MethodId, side: Side): Promise<Outcome<unknown>> {
  changeNetwork({ doing: `measuring ${NAMES[id]}`, done: 0, total: 1 });
  const outcome = await measureSide(side, {
    signal: job.signal,
    onProgress: (done, total) => {
      if (!job.signal.aborted) progress(done, total);
    },
  });
  if (!outcome.ok || job.signal.aborted) return outcome;
  const { scores, sides } = roundingStore.getState().network;
  changeNetwork({ scores: { ...scores, [id]: outcome.value }, sides: { ...sides, [id]: side } });
  return outcome;
}

/** Shows a whole percent once. */
function progress(done: number, total: number, change: Partial<NetworkRun> = {}): void {
  const { network } = roundingStore.getState();
  const percent = (part: number, whole: number): number => Math.round((100 * part) / Math.max(whole, 1));
  const isSame = percent(done, total) === percent(network.done, network.total);
  if (!isSame || (change.doing ?? network.doing) !== network.doing) changeNetwork({ done, total, ...change });
}
