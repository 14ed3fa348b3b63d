import type { Side } from '../../../src/experiment/spec';
import type { HessianTraces } from '../../../src/jobs/search-reports';
import { lonelyPolicies, omegas, outputErrors } from '../../../src/search/objective';
import type { SearchTask } from '../../../src/search/task';
import { CANCELLED, type Outcome } from '../../engine/outcome';
import { TrainingEngine } from '../../engine/training';
import { store } from '../../store/store';
import { prepareTraining } from '../training/data';
import { score } from './ground';
import type { Ground } from './facts';
import { changeRun, mixedStore } from './store';

/** Random vectors, and training images whose loss is differentiated. */
export const PROBES = 8;
export const TRACE_IMAGES = 128;

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
  if (task.activations) return measuredErrors(run, ground, base, task, signal);
  changeRun(run, { waiting: 'estimating Hessian traces' });
  const traces = await tracesFor(signal);
  if (!traces.ok) return traces;
  return { ok: true, value: omegas(ground.works, ground.perturbations, traces.value), ms: 0 };
}

/** The traces of the present network, estimated once. */
export async function tracesFor(signal: AbortSignal): Promise<Outcome<HessianTraces>> {
  const { model } = store.getState().experiment;
  const known = mixedStore.getState().traces;
  if (known?.key === model) return { ok: true, value: known.value, ms: 0 };
  const engine = new TrainingEngine(store.getState().engine.kernels === 'plain');
  try {
    const ready = await prepareTraining(engine, model, 0, () => undefined);
    if (!ready.ok) return ready;
    if (signal.aborted) return CANCELLED;
    mixedStore.setState({ tracing: { done: 0, total: 1 } });
    const onProgress = (tracing: { readonly done: number; readonly total: number }): void => {
      if (!signal.aborted) mixedStore.setState({ tracing });
    };
    const traces = await engine.traces({ probes: PROBES, images: TRACE_IMAGES, seed: 1 }, { signal, onProgress });
    const isFailed = !traces.ok && traces.reason !== 'cancelled';
    mixedStore.setState({ tracing: isFailed ? { problem: traces.problem.cause } : null });
    if (traces.ok) mixedStore.setState({ traces: { key: model, value: traces.value } });
    return traces;
  } finally {
    engine.dispose();
  }
}

/** The objective where activations are searched, too: every slot is measured alone at every width. */
async function measuredErrors(
  run: string,
  ground: Ground,
  base: Side,
  task: SearchTask,
  signal: AbortSignal,
): Promise<Outcome<SearchTask['objective']>> {
  changeRun(run, { waiting: 'measuring every layer alone at every width' });
  const scored = await score(ground, base, lonelyPolicies(task), signal);
  if (!scored.ok) return scored;
  const { scores } = mixedStore.getState().ground ?? ground;
  const value = outputErrors(task, (key) => scores.get(key)?.squaredError ?? 0);
  return { ok: true, value, ms: 0 };
}
