import { keyOf } from '../../../src/experiment/key';
import { type Rung, sideOfRung } from '../../../src/experiment/rungs';
import type { Side } from '../../../src/experiment/spec';
import { techniqueOf } from '../../../src/experiment/techniques';
import { readInteger } from '../../../src/params/read';
import type { RungScore } from '../../charts/ladder/input';
import { measureSide, runQuant } from '../../engine/requests';
import type { Outcome } from '../../engine/outcome';
import type { Problem } from '../../store/state';

/** The rungs, each for every layer, and what else an accuracy depends on. */
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

  /** The rungs that the network can be run with and that have no score yet. */
  private missing(campaign: Campaign): Side[] {
    return campaign.rungs.flatMap((rung) => {
      const key = keyOfRung(campaign, rung);
      return key === null || this.view.scores.has(key) ? [] : (sideOfRung(rung, campaign.seed) ?? []);
    });
  }

  /** What the float network scores, once it was measured. */
  floatOf({ model, images }: Campaign): number | null {
    return this.float?.key === keyOf([model, images]) ? this.float.value : null;
  }

  isComplete(campaign: Campaign): boolean {
    return campaign.rungs.length > 0 && this.missing(campaign).length === 0;
  }

  /** Starts to measure what is missing; a run for other settings is given up. */
  async start(campaign: Campaign): Promise<void> {
    const key = keyOf([campaign.model, campaign.images, measurable(campaign)]);
    if (this.run?.key === key) return;
    this.run?.controller.abort();
    const controller = new AbortController();
    this.run = { key, controller };
    const missing = this.missing(campaign);
    this.publish({
      status: 'running',
      done: 0,
      total: missing.length,
      problem: null,
      secondsLeft: this.left(missing.length),
    });
    await this.measureFloat(campaign, controller.signal);
    for (const [done, side] of missing.entries()) {
      const problem = await this.measure(campaign, side, controller.signal);
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
  private async measure(campaign: Campaign, side: Side, signal: AbortSignal): Promise<Problem | null> {
    const from = performance.now();
    const [score, bits] = await Promise.all([measureSide(side, { signal }), storedBits(side, signal)]);
    if (signal.aborted) return null;
    if (!score.ok) return score.reason === 'cancelled' ? null : score.problem;
    if (!bits.ok) return bits.reason === 'cancelled' ? null : bits.problem;
    this.pace = performance.now() - from;
    const scored = [
      keyOfScore(campaign, side),
      { ...score.value, predictions: null, bitsPerWeight: bits.value },
    ] as const;
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
export function scoreIn({ scores }: AccuracyView, campaign: Campaign, rung: Rung): RungScore | null {
  const key = keyOfRung(campaign, rung);
  return key === null ? null : (scores.get(key) ?? null);
}

const rungKeys = new WeakMap<Rung, { readonly of: string; readonly key: string | null }>();

/** Key of the score of a rung; null where the network cannot be run with it. */
function keyOfRung(campaign: Campaign, rung: Rung): string | null {
  const { model, images, seed } = campaign;
  const of = `${model} ${String(images)} ${String(seed)}`;
  const known = rungKeys.get(rung);
  if (known?.of === of) return known.key;
  const side = sideOfRung(rung, seed);
  const key = side === null ? null : keyOfScore(campaign, side);
  rungKeys.set(rung, { of, key });
  return key;
}

/** The network under every rung that it can be run with. */
function measurable({ rungs, seed }: Campaign): Side[] {
  return rungs.flatMap((rung) => sideOfRung(rung, seed) ?? []);
}

function keyOfScore({ model, images }: Campaign, side: Side): string {
  return keyOf([model, images, side]);
}

/** Bits per weight of the whole network; of activations those of a code, because fixed scales are stored only once. */
async function storedBits(side: Side, signal: AbortSignal): Promise<Outcome<number>> {
  if (side.activations !== undefined) {
    const { id, params } = side.activations.recipe.quantizer;
    const table = techniqueOf('quantizer', id, 'activations')?.params ?? {};
    return { ok: true, value: readInteger(table, params, 'bits', 1), ms: 0 };
  }
  const outcome = await runQuant('analyze-network', { side }, { signal });
  return outcome.ok ? { ...outcome, value: outcome.value.bitsPerWeight } : outcome;
}

export const accuracies = new Accuracies();
