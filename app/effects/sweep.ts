import { evaluationTask, networkTask, sweepKey } from '../../src/experiment/plan';
import type { Experiment } from '../../src/experiment/spec';
import type { JobInput } from '../../src/jobs/catalogue';
import { type SweepSeries, type SweepTask, sweepTasks } from '../../src/experiment/sweep';
import type { NetworkReport, QuantizedNetwork } from '../../src/jobs/reports';
import type { Outcome } from '../engine/outcome';
import { Results } from '../engine/results';
import type { Staff } from '../engine/staff';
import type { Problem, SweepPoint, SweepState } from '../store/state';
import { IDLE_SWEEP, store } from '../store/store';
import { currentTask } from '../store/test-items';
import type { SweepCommands } from '../store/sweep-actions';
import type { Evaluations } from './evaluations';

/** Points under way at a time: while one is merged the workers have the next, and a changed slider waits for two at most. */
const IN_FLIGHT = 2;
/** Points after those whose weights are quantized meanwhile: a codebook takes as long as the forward passes of two others. */
const AHEAD = 2;
/** Milliseconds between two drawings while points come in: a drawing takes an eighth of the time of a point. */
const DRAW_MS = 250;

interface Run {
  readonly experiment: Experiment;
  readonly tasks: readonly SweepTask[];
  readonly controller: AbortController;
  readonly startedAt: number;
  readonly points: Map<SweepTask, SweepPoint>;
  /** Weights of the points under way and of the next ones. */
  readonly networks: Map<SweepTask, Promise<Outcome<QuantizedNetwork>>>;
}

/**
 * Measures accuracy over stored bits. Points appear as they are finished; after Cancel nothing more appears. Weights are
 * quantized once, in the worker that also says what they cost, while the others run the points before.
 */
export class Sweep implements SweepCommands {
  private run: Run | null = null;
  private drawing: ReturnType<typeof setTimeout> | null = null;
  private readonly reports = new Results<NetworkReport>(200);

  constructor(
    private readonly evaluations: Evaluations,
    private readonly quant: Staff,
  ) {}

  start(series: readonly SweepSeries[]): void {
    this.run?.controller.abort();
    this.rest();
    const { experiment, model } = store.getState();
    if (model.status !== 'ready') return;
    const tasks = sweepTasks(series);
    const run = {
      experiment,
      tasks,
      controller: new AbortController(),
      startedAt: performance.now(),
      points: new Map(),
      networks: new Map(),
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
      for (const near of [task, ...queue.slice(0, AHEAD)]) void this.network(run, near);
      const outcome = await this.measure(run, task);
      run.networks.delete(task);
      if (this.run !== run) return;
      if (outcome.ok) this.add(run, task, outcome.value);
      else this.stop('failed', outcome.problem);
    }
  }

  private async measure(run: Run, task: SweepTask): Promise<Outcome<SweepPoint>> {
    const { experiment, controller } = run;
    const network = await this.network(run, task);
    if (!network.ok) return network;
    const { weights, report } = network.value;
    const score = await this.evaluations.score(
      evaluationTask(experiment, task.side),
      evaluationTask(experiment, null),
      {
        signal: controller.signal,
        weights,
        single: true,
      },
    );
    if (!score.ok) return score;
    return { ok: true, value: { ...task, bitsPerWeight: report.bitsPerWeight, score: score.value }, ms: score.ms };
  }

  private network(run: Run, task: SweepTask): Promise<Outcome<QuantizedNetwork>> {
    const asked = run.networks.get(task) ?? this.quantize(run, task);
    run.networks.set(task, asked);
    return asked;
  }

  private async quantize(
    { experiment, controller: { signal } }: Run,
    { side }: SweepTask,
  ): Promise<Outcome<QuantizedNetwork>> {
    const { key, input } = networkTask(experiment.model, side);
    const known = this.reports.get(key);
    if (known !== undefined && this.evaluations.knows(evaluationTask(experiment, side)))
      return { ok: true, value: { report: known, weights: [] }, ms: 0 };
    const outcome = await this.ask(input, signal);
    if (outcome.ok) this.reports.set(key, outcome.value.report);
    return outcome;
  }

  /** Weights without a network are measured where they are: no other worker needs them. */
  private async ask(input: JobInput<'quantize-network'>, signal: AbortSignal): Promise<Outcome<QuantizedNetwork>> {
    if (currentTask(store.getState()).id !== 'weights') return this.quant.run('quantize-network', input, { signal });
    const outcome = await this.quant.run('analyze-network', input, { signal });
    return outcome.ok ? { ...outcome, value: { report: outcome.value, weights: [] } } : outcome;
  }

  private add(run: Run, task: SweepTask, point: SweepPoint): void {
    run.points.set(task, point);
    if (run.points.size === run.tasks.length) {
      this.run = null;
      this.draw(run, { status: 'done' });
    } else {
      this.drawing ??= setTimeout(() => this.draw(run, {}), run.points.size === 1 ? 0 : DRAW_MS);
    }
  }

  /** Shows every point that has been measured. */
  private draw(run: Run, change: Partial<SweepState>): void {
    this.rest();
    const done = run.points.size;
    const left = run.tasks.length - done;
    const seconds = (performance.now() - run.startedAt) / 1000;
    const points = run.tasks.flatMap((one) => run.points.get(one) ?? []);
    const secondsLeft = done === 0 || left === 0 ? null : (seconds / done) * left;
    show({ ...store.getState().sweep, points, done, secondsLeft, ...change });
  }

  /** Draws nothing any more. */
  private rest(): void {
    if (this.drawing !== null) clearTimeout(this.drawing);
    this.drawing = null;
  }

  private stop(status: 'cancelled' | 'failed', problem: Problem | null): void {
    const { run } = this;
    if (run === null) return;
    this.run = null;
    run.controller.abort();
    // Another model has emptied the chart before.
    if (store.getState().sweep.status === 'running') this.draw(run, {});
    this.rest();
    show({ ...store.getState().sweep, status, problem, secondsLeft: null });
  }
}

function show(sweep: SweepState): void {
  store.setState({ sweep });
}
