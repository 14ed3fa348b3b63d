import type { Task } from '../../src/experiment/plan';
import type { MadeWeights, SideId } from '../../src/experiment/spec';
import type { JobInput } from '../../src/jobs/catalogue';
import type { LayerReport, NetworkReport } from '../../src/jobs/reports';
import type { Outcome } from '../engine/outcome';
import { Results } from '../engine/results';
import type { Staff } from '../engine/staff';
import type { Slot } from '../store/state';
import { store } from '../store/store';
import { plannedFor } from './planned';
import { setSlot } from './slots';

/** A chart that is late by no more than this is not dimmed, or it would flicker while a slider is dragged. */
const GRACE_MS = 120;
/** The strip waits until the slider rests this long, or until it is this old. */
const REST_MS = 50;
const STRIP_AGE_MS = 250;

type Kind = 'layerReports' | 'networkReports';

type Report = LayerReport | NetworkReport;

interface Work {
  readonly kind: Kind;
  readonly side: SideId;
  readonly task: Task<unknown>;
  /** What the report is about; an older report about the same thing may be drawn until the wanted one is there. */
  readonly subject: string;
  run(): Promise<Outcome<Report>>;
}

interface Timed {
  readonly value: Report;
  readonly ms: number;
}

/**
 * Keeps the charts of weights up to date: the selected layer as fast as input comes, the network next. One job at a time and
 * always with the latest settings; what was asked for in between is skipped.
 */
export class LocalCharts {
  private readonly results = new Results<Timed>(64);
  private readonly failures = new Map<string, string>();
  private isRunning = false;
  private changedAt = 0;
  private stripAt = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private dimming: ReturnType<typeof setTimeout> | null = null;

  /** `bring` waits until the weights of a side are in the worker. */
  constructor(
    private readonly quant: Staff,
    private readonly bring: (weights: MadeWeights) => Promise<Outcome<unknown>>,
  ) {}

  /** Something that was missing is there: what failed is computed again. */
  retry(): void {
    this.failures.clear();
    this.next();
  }

  /** To be called when settings or the selected layer change, and when the weights are there. */
  update(): void {
    this.changedAt = performance.now();
    this.next();
  }

  private next(): void {
    if (store.getState().model.status !== 'ready') {
      this.retirePrecomputed();
      return;
    }
    for (const work of this.missing()) this.takeKnown(work);
    const [first] = this.missing();
    if (first === undefined) {
      this.stopDimming();
      return;
    }
    this.dimming ??= setTimeout(() => this.dim(), GRACE_MS);
    if (this.isRunning) return;
    const wait = first.kind === 'layerReports' ? 0 : this.stripWait();
    if (wait > 0) this.later(wait);
    else void this.work(first);
  }

  private async work(work: Work): Promise<void> {
    const { model } = store.getState().experiment;
    this.isRunning = true;
    const outcome = await work.run();
    this.isRunning = false;
    if (work.kind === 'networkReports') this.stripAt = performance.now();
    if (outcome.ok) this.results.set(work.task.key, outcome);
    if (store.getState().experiment.model === model) this.show(work, outcome);
    this.next();
  }

  /** While a slider moves, a result that is already overtaken is still newer than the one on screen. */
  private show(work: Work, outcome: Outcome<Report>): void {
    const { kind, side, task } = work;
    const wanted = this.missing().find((other) => other.kind === kind && other.side === side);
    if (wanted?.subject !== work.subject) return;
    const isCurrent = wanted.task.key === task.key;
    if (outcome.ok) {
      this.stopDimming();
      fill(work, outcome, isCurrent ? 'ready' : store.getState()[kind][side].status);
    } else if (isCurrent) {
      this.failures.set(`${kind} ${side}`, task.key);
      setSlot(kind, side, { status: 'failed', problem: outcome.problem, progress: null });
    }
  }

  private takeKnown(work: Work): void {
    const known = this.results.get(work.task.key);
    if (known !== undefined) fill(work, known, 'ready');
  }

  /** What the settings ask for and no slot shows, most urgent first. */
  private missing(): Work[] {
    const state = store.getState();
    const plan = plannedFor(state);
    const work: Work[] = [];
    for (const side of ['a', 'b'] as const) {
      const task = plan.layers?.[side];
      if (task !== undefined) work.push(this.layerWork(side, task));
    }
    for (const side of ['a', 'b'] as const) work.push(this.networkWork(side, plan.networks[side]));
    return work.filter((one) => !this.isDone(one, state[one.kind][one.side]));
  }

  private layerWork(side: SideId, task: Task<JobInput<'analyze-layer'>>): Work {
    return {
      kind: 'layerReports',
      side,
      task,
      subject: task.input.layer,
      run: () => this.with(task.input.weights, () => this.quant.run('analyze-layer', task.input)),
    };
  }

  private networkWork(side: SideId, task: Task<JobInput<'analyze-network'>>): Work {
    return {
      kind: 'networkReports',
      side,
      task,
      subject: 'network',
      run: () => this.with(task.input.side.weights, () => this.quant.run('analyze-network', task.input)),
    };
  }

  private async with<T>(weights: MadeWeights | undefined, run: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const ready = weights === undefined ? null : await this.bring(weights);
    return ready === null || ready.ok ? run() : ready;
  }

  private isDone({ kind, side, task }: Work, slot: Slot<unknown>): boolean {
    if (slot.status === 'failed') return this.failures.get(`${kind} ${side}`) === task.key;
    // A slot that was dimmed for settings since taken back has the right key and still waits to be shown again.
    return slot.key === task.key && slot.status === 'ready';
  }

  /** The example is of one experiment only; other settings dim it even before the model is there. */
  private retirePrecomputed(): void {
    for (const { kind, side, task } of this.missing()) {
      const slot = store.getState()[kind][side];
      if (slot.status === 'precomputed' && slot.key !== task.key) setSlot(kind, side, { status: 'stale' });
    }
  }

  private stripWait(): number {
    const now = performance.now();
    return Math.min(this.changedAt + REST_MS - now, this.stripAt + STRIP_AGE_MS - now);
  }

  private later(ms: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), ms);
  }

  private stopDimming(): void {
    if (this.dimming !== null) clearTimeout(this.dimming);
    this.dimming = null;
  }

  private dim(): void {
    this.dimming = null;
    for (const { kind, side, task } of this.missing()) {
      const { key } = store.getState()[kind][side];
      if (key !== task.key) setSlot(kind, side, { status: 'running', problem: null });
    }
  }
}

function fill({ kind, side, task }: Work, { value, ms }: Timed, status: Slot<Report>['status']): void {
  const change = { key: task.key, ms, status, problem: null, progress: null } as const;
  if (kind === 'layerReports') setSlot(kind, side, { ...change, value: value as LayerReport });
  else setSlot(kind, side, { ...change, value: value as NetworkReport });
}
