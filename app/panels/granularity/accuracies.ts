import { keyOf } from '../../../src/experiment/key';
import type { Rung } from '../../../src/experiment/rungs';
import type { Recipe, Side } from '../../../src/experiment/spec';
import type { RungScore } from '../../charts/ladder/input';
import { measureSide, runQuant } from '../../engine/requests';
import type { Problem } from '../../store/state';

/** The recipes of every layer, and what else an accuracy depends on. */
export interface Campaign {
  readonly model: string;
  readonly images: number;
  readonly seed: number;
  readonly rungs: readonly Rung[];
}

export interface AccuracyView {
  readonly status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
  readonly problem: Problem | null;
  /** All scores so far, to be read with `scoreIn`. */
  readonly scores: ReadonlyMap<string, RungScore>;
}

/** Scores that are kept; the oldest go first. */
const MOST_SCORES = 300;

const IDLE: AccuracyView = { status: 'idle', done: 0, total: 0, secondsLeft: null, problem: null, scores: new Map() };

/** Measures the network under rung after rung; what was measured before is kept. Lives as long as the tab. */
class Accuracies {
  private readonly listeners = new Set<() => void>();
  private run: { readonly key: string; readonly controller: AbortController } | null = null;
  private float: { readonly key: string; readonly value: number } | null = null;
  /** Pace of the last measurements that were not answered from memory, in milliseconds. */
  private pace: number | null = null;
  view: AccuracyView = IDLE;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private scoreOf(campaign: Campaign, recipe: Recipe): RungScore | null {
    return scoreIn(this.view, campaign, recipe);
  }

  /** What the float network scores, once it was measured. */
  floatOf({ model, images }: Campaign): number | null {
    return this.float?.key === keyOf([model, images]) ? this.float.value : null;
  }

  isComplete(campaign: Campaign): boolean {
    return campaign.rungs.length > 0 && campaign.rungs.every(({ recipe }) => this.scoreOf(campaign, recipe) !== null);
  }

  /** Starts to measure what is missing; a run for other settings is given up. */
  async start(campaign: Campaign): Promise<void> {
    const key = keyOf([campaign.model, campaign.images, campaign.seed, campaign.rungs.map(({ recipe }) => recipe)]);
    if (this.run?.key === key) return;
    this.run?.controller.abort();
    const controller = new AbortController();
    this.run = { key, controller };
    const missing = campaign.rungs.filter(({ recipe }) => this.scoreOf(campaign, recipe) === null);
    this.publish({
      status: 'running',
      done: 0,
      total: missing.length,
      problem: null,
      secondsLeft: this.left(missing.length),
    });
    await this.measureFloat(campaign, controller.signal);
    for (const [done, { recipe }] of missing.entries()) {
      const problem = await this.measure(campaign, recipe, controller.signal);
      if (!this.isUnderWay(controller)) return;
      if (problem !== null) {
        this.end({ status: 'failed', problem });
        return;
      }
      this.publish({ done: done + 1, secondsLeft: this.left(missing.length - done - 1) });
    }
    if (this.isUnderWay(controller)) this.end({ status: 'done' });
  }

  /** Whether a run goes on: neither cancelled nor replaced by another. */
  private isUnderWay(controller: AbortController): boolean {
    return !controller.signal.aborted && this.run?.controller === controller;
  }

  cancel(): void {
    this.run?.controller.abort();
    this.end({ status: 'cancelled' });
  }

  private async measureFloat({ model, images }: Campaign, signal: AbortSignal): Promise<void> {
    const outcome = await measureSide(null, { signal });
    if (outcome.ok) this.float = { key: keyOf([model, images]), value: outcome.value.value };
  }

  /** Null when it went well, or was cancelled. */
  private async measure(campaign: Campaign, recipe: Recipe, signal: AbortSignal): Promise<Problem | null> {
    const side: Side = { recipe, overrides: {}, seed: campaign.seed };
    const from = performance.now();
    const [score, network] = await Promise.all([
      measureSide(side, { signal }),
      runQuant('analyze-network', { side }, { signal }),
    ]);
    if (signal.aborted) return null;
    if (!score.ok) return score.reason === 'cancelled' ? null : score.problem;
    if (!network.ok) return network.reason === 'cancelled' ? null : network.problem;
    const { bitsPerWeight } = network.value;
    this.pace = performance.now() - from;
    const scored = [keyOfScore(campaign, recipe), { ...score.value, predictions: null, bitsPerWeight }] as const;
    this.publish({ scores: new Map([...this.view.scores, scored].slice(-MOST_SCORES)) });
    return null;
  }

  private left(count: number): number | null {
    return this.pace === null ? null : (this.pace * count) / 1000;
  }

  private end(change: Partial<AccuracyView>): void {
    this.run = null;
    this.publish({ ...change, secondsLeft: null });
  }

  private publish(change: Partial<AccuracyView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** A score that was measured before; null when it was not. */
export function scoreIn({ scores }: AccuracyView, campaign: Campaign, recipe: Recipe): RungScore | null {
  return scores.get(keyOfScore(campaign, recipe)) ?? null;
}

function keyOfScore({ model, images, seed }: Campaign, recipe: Recipe): string {
  return keyOf([model, images, seed, recipe]);
}

export const accuracies = new Accuracies();
