import { evaluationTask, networkTask, sweepKey } from '../../src/experiment/plan';
import type { Experiment } from '../../src/experiment/spec';
import { type SweepSeries, type SweepTask, sweepTasks } from '../../src/experiment/sweep';
import type { NetworkReport } from '../../src/jobs/reports';
import type { Outcome } from '../engine/outcome';
import { Results } from '../engine/results';
import type { Staff } from '../engine/staff';
import type { Problem, SweepPoint, SweepState } from '../store/state';
import { IDLE_SWEEP, store } from '../store/store';
import type { SweepCommands } from '../store/sweep-actions';
import type { Evaluations } from './evaluations';

/** Points under way at a time: while one is merged the workers have the next, and a changed slider waits for two at most. */
const IN_FLIGHT = 2;

interface Run {
  readonly experiment: Experiment;
  readonly tasks: readonly SweepTask[];
  readonly controller: AbortController;
  readonly startedAt: number;
  readonly points: Map<SweepTask, SweepPoint>;
}

/** Measures accuracy over stored bits. Points appear as they are finished; after Cancel nothing more appears. */
export class Sweep implements SweepCommands {
  private run: Run | null = null;
  private readonly sizes = new Results<NetworkReport>(200);

  constructor(
    private readonly evaluations: Evaluations,
    private readonly quant: Staff,
  ) {}

  start(series: readonly SweepSeries[]): void {
    this.run?.controller.abort();
    const { experiment, model } = store.getState();
    if (model.status !== 'ready') return;
    const tasks = sweepTasks(series);
    const run = {
      experiment,
      tasks,
      controller: new AbortController(),
      startedAt: performance.now(),
      points: new Map(),
    };
    this.run = run;
    show({ ...IDLE_SWEEP, status: 'running', total: tasks.length, key: sweepKey(experiment) });
    const queue = [...tasks];
    for (let lane = 0; lane < IN_FLIGHT; lane++) void this.work(run, queue);
  }

  cancel(): void {
    this.stop('cancelled', null);
  }

  /** Another model or another number of images: the points under way would not belong beside the others. */
  update(): void {
    if (this.run !== null && sweepKey(this.run.experiment) !== sweepKey(store.getState().experiment)) this.cancel();
  }

  private async work(run: Run, queue: SweepTask[]): Promise<void> {
    for (let task = queue.shift(); task !== undefined && this.run === run; task = queue.shift()) {
      const outcome = await this.measure(run, task);
      if (this.run !== run) return;
      if (outcome.ok) this.add(run, task, outcome.value);
      else this.stop('failed', outcome.problem);
    }
  }

  private async measure(run: Run, task: SweepTask): Promise<Outcome<SweepPoint>> {
    const { experiment, controller } = run;
    const { signal } = controller;
    const float = evaluationTask(experiment, null);
    const [score, size] = await Promise.all([
      this.evaluations.score(evaluationTask(experiment, task.side), float, { signal }),
      this.size(experiment, task, signal),
    ]);
    if (!score.ok) return score;
    if (!size.ok) return size;
    return { ok: true, value: { ...task, bitsPerWeight: size.value.bitsPerWeight, score: score.value }, ms: score.ms };
  }

  private async size({ model }: Experiment, { side }: SweepTask, signal: AbortSignal): Promise<Outcome<NetworkReport>> {
    const { key, input } = networkTask(model, side);
    const known = this.sizes.get(key);
    if (known !== undefined) return { ok: true, value: known, ms: 0 };
    const outcome = await this.quant.run('analyze-network', input, { signal });
    if (outcome.ok) this.sizes.set(key, outcome.value);
    return outcome;
  }

  private add(run: Run, task: SweepTask, point: SweepPoint): void {
    run.points.set(task, point);
    const done = run.points.size;
    const total = run.tasks.length;
    const seconds = (performance.now() - run.startedAt) / 1000;
    const points = run.tasks.flatMap((one) => run.points.get(one) ?? []);
    const isDone = done === total;
    if (isDone) this.run = null;
    const secondsLeft = isDone ? null : (seconds / done) * (total - done);
    show({ ...store.getState().sweep, points, done, secondsLeft, status: isDone ? 'done' : 'running' });
  }

  private stop(status: 'cancelled' | 'failed', problem: Problem | null): void {
    const { run } = this;
    if (run === null) return;
    this.run = null;
    run.controller.abort();
    show({ ...store.getState().sweep, status, problem, secondsLeft: null });
  }
}

function show(sweep: SweepState): void {
  store.setState({ sweep });
}
