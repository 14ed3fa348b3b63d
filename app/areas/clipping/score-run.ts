import { useStore as useZustand } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keyOf } from '../../../src/experiment/key';
import type { Side } from '../../../src/experiment/spec';
import { measureSide } from '../../engine/requests';
import { store } from '../../store/store';
import type { Problem, Score } from '../../store/state';

/** Under way at a time: while one is merged the workers have the next. */
const IN_FLIGHT = 2;
/** Scores that are kept. */
const MOST = 500;

interface RunState {
  readonly status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
  readonly problem: Problem | null;
}

const IDLE: RunState = { status: 'idle', done: 0, total: 0, secondsLeft: null, problem: null };

/** Everything measured so far, by `scoreKey`. */
export const knownScores = createStore<{ readonly known: ReadonlyMap<string, Score> }>()(() => ({ known: new Map() }));

/** Everything measured so far, by `scoreKey`. */
export function useScores(): ReadonlyMap<string, Score> {
  return useZustand(knownScores, (state) => state.known);
}

/** Identity of the accuracy of a side on the chosen model and images. */
export function scoreKey(side: Side): string {
  const { model, images } = store.getState().experiment;
  return keyOf([model, images, side]);
}

/** Measures the accuracy of some sides, a few at a time. Results appear one by one; what is known is not measured again. */
class ScoreRun {
  readonly state: StoreApi<RunState> = createStore<RunState>()(() => IDLE);
  private controller: AbortController | null = null;

  /** Takes the place of what is still running. */
  start(sides: readonly Side[]): void {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    const { known } = knownScores.getState();
    const queue = sides.filter((side) => !known.has(scoreKey(side)));
    if (queue.length === 0) {
      this.state.setState({ ...IDLE, status: 'done' });
      return;
    }
    const total = queue.length;
    this.state.setState({ ...IDLE, status: 'running', total });
    const startedAt = performance.now();
    for (let lane = 0; lane < IN_FLIGHT; lane++) void this.work(controller, queue, startedAt);
  }

  cancel(): void {
    this.controller?.abort();
    this.controller = null;
    if (this.state.getState().status === 'running') this.state.setState({ status: 'cancelled', secondsLeft: null });
  }

  private async work(controller: AbortController, queue: Side[], startedAt: number): Promise<void> {
    for (let side = queue.shift(); side !== undefined && this.controller === controller; side = queue.shift()) {
      const key = scoreKey(side);
      const outcome = await measureSide(side, { signal: controller.signal });
      if (this.controller !== controller) return;
      if (outcome.ok) {
        remember(key, outcome.value);
        this.advance(startedAt);
      } else if (outcome.reason !== 'cancelled') {
        this.controller = null;
        controller.abort();
        this.state.setState({ status: 'failed', problem: outcome.problem, secondsLeft: null });
      }
    }
  }

  private advance(startedAt: number): void {
    const { done: before, total } = this.state.getState();
    const done = before + 1;
    const seconds = (performance.now() - startedAt) / 1000;
    const isDone = done === total;
    this.state.setState({
      done,
      status: isDone ? 'done' : 'running',
      secondsLeft: isDone ? null : (seconds / done) * (total - done),
    });
  }
}

function remember(key: string, score: Score): void {
  const known = new Map(knownScores.getState().known).set(key, score);
  for (const oldest of known.keys()) {
    if (known.size <= MOST) break;
    known.delete(oldest);
  }
  knownScores.setState({ known });
}

/** The estimators at the chosen bits, measured whenever they change; and all bits, measured when asked for. */
export const currentRun = new ScoreRun();
export const widthsRun = new ScoreRun();

export function useRun(run: ScoreRun): RunState {
  return useZustand(run.state);
}
