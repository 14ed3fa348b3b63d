import { evaluationTask } from '../../src/experiment/plan';
import type { Side } from '../../src/experiment/spec';
import { Engine } from '../engine/engine';
import type { EvaluateOptions } from '../engine/pool';
import { connectRequests } from '../engine/requests';
import { store } from '../store/store';
import { connectSweep } from '../store/sweep-actions';
import { Evaluations } from './evaluations';
import { LayerCostMeter } from './layer-costs';
import { Loader } from './loader';
import { LocalCharts } from './local';
import { Scores } from './scores';
import { emptySlots } from './slots';
import { Sweep } from './sweep';

/** Starts the workers, fetches the model, and from then on runs the jobs that settings ask for. */
export function startJobs(): void {
  const engine = new Engine(new URLSearchParams(location.search).get('backend') === 'plain');
  engine.warmUp();
  store.setState((state) => ({ engine: { ...state.engine, workers: engine.workers } }));
  const { evaluations, loader } = runJobs(engine);
  const measure = (side: Side | null, options: EvaluateOptions) => {
    const { experiment } = store.getState();
    const task = evaluationTask(experiment, side);
    return evaluations.score(task, evaluationTask(experiment, null), options);
  };
  connectRequests(
    engine,
    measure,
    () => loader.prepareCalibration(),
    () => loader.load(store.getState().experiment.model),
  );
}

/** Settings lead to jobs, jobs to results. Returns what measures accuracies and what fetches data. */
function runJobs(engine: Engine): { readonly evaluations: Evaluations; readonly loader: Loader } {
  const loader = new Loader(engine, () => update());
  const evaluations = new Evaluations(engine.pool, engine.quant, (input) => loader.prepare(input));
  const charts = new LocalCharts(engine.quant, (weights) => loader.bringWeights(weights));
  const scores = new Scores(evaluations);
  const sweep = new Sweep(evaluations, engine.quant);
  const costs = new LayerCostMeter(evaluations);
  const update = (): void => {
    charts.update();
    scores.update();
    sweep.update();
  };
  connectSweep(sweep);
  loader.load(store.getState().experiment.model);
  store.subscribe((state, before) => {
    if (state.experiment.model !== before.experiment.model) {
      emptySlots();
      loader.load(state.experiment.model);
    }
    if (state.experiment !== before.experiment || state.gestureFrom !== before.gestureFrom) update();
    else if (state.view.layer !== before.view.layer) charts.update();
    if (state.weightSets !== before.weightSets) {
      charts.retry();
      scores.retry();
    }
    costs.update();
  });
  return { evaluations, loader };
}
