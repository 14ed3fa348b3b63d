import type { Side } from '../../../src/experiment/spec';
import type { HessianTraces } from '../../../src/jobs/search-reports';
import { hawqOmega } from '../../../src/search/hessian';
import { type Policy, policyKey } from '../../../src/search/policy';
import type { SearchTask } from '../../../src/search/task';
import { CANCELLED, type Outcome } from '../../engine/outcome';
import { TrainingEngine } from '../../engine/training';
import { store } from '../../store/store';
import { prepareTraining } from '../training/data';
import { score } from './ground';
import type { Ground } from './facts';
import { changeRun, mixedStore } from './store';

/** Random vectors, and training images whose loss is differentiated. */
const PROBES = 8;
const IMAGES = 128;

/**
 * What the integer program minimises, by slot and bits: HAWQ's omega for weights alone; where activations are searched, too,
 * the squared error of the logits with only that one quantized, as omega says nothing of activations.
 */
export async function objectiveFor(
  run: string,
  ground: Ground,
  base: Side,
  task: SearchTask,
  signal: AbortSignal,
): Promise<Outcome<SearchTask['objective']>> {
  if (task.activations) return outputErrors(run, ground, base, task, signal);
  changeRun(run, { waiting: 'estimating Hessian traces' });
  const traces = await tracesFor(signal);
  if (!traces.ok) return traces;
  const value = omegas(ground, traces.value);
  return { ok: true, value, ms: 0 };
}

/** HAWQ's omega by layer and bits; an estimate below 0 is noise and counts as 0. */
function omegas({ works, perturbations }: Ground, { layers, traces }: HessianTraces): readonly number[][] {
  return works.map(({ name }, layer) => {
    const trace = Math.max(traces[layers.indexOf(name)] ?? 0, 0);
    return perturbations[layer]!.map((squared) => hawqOmega(trace, squared));
  });
}

/** The traces of the present network, estimated once. */
async function tracesFor(signal: AbortSignal): Promise<Outcome<HessianTraces>> {
  const { model } = store.getState().experiment;
  const known = mixedStore.getState().traces;
  if (known?.key === model) return { ok: true, value: known.value, ms: 0 };
  const engine = new TrainingEngine(store.getState().engine.kernels === 'plain');
  try {
    const ready = await prepareTraining(engine, model, 0, () => undefined);
    if (!ready.ok) return ready;
    if (signal.aborted) return CANCELLED;
    const traces = await engine.traces({ probes: PROBES, images: IMAGES, seed: 1 }, { signal });
    if (traces.ok) mixedStore.setState({ traces: { key: model, value: traces.value } });
    return traces;
  } finally {
    engine.dispose();
  }
}

async function outputErrors(
  run: string,
  ground: Ground,
  base: Side,
  { layers, least, most }: SearchTask,
  signal: AbortSignal,
): Promise<Outcome<SearchTask['objective']>> {
  changeRun(run, { waiting: 'measuring every layer alone at every width' });
  const widths = Array.from({ length: most - least + 1 }, (_, at) => least + at);
  const alone = (layer: number, bits: number, onWeights: boolean): Policy => {
    const none = layers.map(() => 0);
    const own = none.map((_, at) => (at === layer ? bits : 0));
    return onWeights ? { weights: own, activations: none } : { weights: none, activations: own };
  };
  const slots = layers.flatMap((_, layer) => [true, false].map((onWeights) => ({ layer, onWeights })));
  const policies = slots.flatMap(({ layer, onWeights }) => widths.map((bits) => alone(layer, bits, onWeights)));
  const scored = await score(ground, base, policies, signal);
  if (!scored.ok) return scored;
  const { scores } = mixedStore.getState().ground ?? ground;
  const value = slots.map(({ layer, onWeights }) =>
    Array.from(
      { length: most + 1 },
      (_, bits) => scores.get(policyKey(alone(layer, bits, onWeights)))?.squaredError ?? 0,
    ),
  );
  return { ok: true, value, ms: 0 };
}
