import { useEffect, useEffectEvent, useMemo } from 'react';
import type { Side } from '../../../src/experiment/spec';
import { type Arena, HAND, type Method } from '../../charts/clipping/arena';
import { type Ranked, ranked } from '../../charts/clipping/ranking-model';
import type { WidthsSeries } from '../../charts/clipping/widths-model';
import { useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { arenaMethods } from './methods';
import { currentRun, scoreKey, useScores, widthsRun } from './score-run';
import { sideOf } from './sides';
import type { ArenaSettings } from './settings';

/** Settings that rest this long are measured. */
const REST_MS = 150;
const WIDTHS = [2, 3, 4, 5, 6, 7, 8];

export interface RankingView {
  readonly rows: readonly Ranked[];
  readonly series: readonly WidthsSeries[];
  /** Why no accuracy can be measured; null when it can. */
  readonly reason: string | null;
  readonly measureWidths: () => void;
  /** Measures the present bits again after a cancel. */
  readonly measure: () => void;
  /** A and B as the Lab compares them; null where there is no network. */
  readonly comparedSides: { readonly a: Side; readonly b: Side } | null;
}

/** Measures the network with every estimator once the settings rest, and gathers what is known about all bits. */
export function useRanking(arena: Arena, settings: ArenaSettings, isCurrent: boolean): RankingView {
  const layer = useStore((state) => state.view.layer);
  const task = useStore(currentTask);
  const scores = useScores();
  const isSample = settings.shape !== 'layer';
  const { codes } = arena;
  const sides = useMemo(() => {
    const of = (bits: number, clipper: string, isByHand: boolean): Side | null => {
      const method = arenaMethods(settings, codes.kind).find(({ id }) => id === clipper);
      if (method === undefined) return null;
      const hand = isByHand && layer !== null ? { layer, ratio: settings.hand } : null;
      return sideOf({ settings, codes: { ...codes, bits }, clipper: method.clipper, hand });
    };
    return (id: string, bits: number) => (id === HAND ? of(bits, settings.a, true) : of(bits, id, false));
  }, [settings, codes, layer]);
  const wanted = useMemo(() => {
    if (isSample) return [];
    const ids = arena.methods.map(({ id }) => id);
    return [arena.a, arena.b, ...ids.filter((id) => id !== arena.a && id !== arena.b)].flatMap(
      (id) => sides(id, codes.bits) ?? [],
    );
  }, [arena, sides, codes.bits, isSample]);
  useMeasuring(wanted, isCurrent ? wanted.map(scoreKey).join() : '');

  const known = (id: string, bits: number) => {
    const side = isSample ? null : sides(id, bits);
    return side === null ? null : (scores.get(scoreKey(side)) ?? null);
  };
  const all = arena.methods.map(({ id }) => id);
  return {
    rows: ranked(arena, ({ id }: Method) => known(id, codes.bits), task),
    series: arena.methods.map(({ id, label }) => ({
      id,
      label,
      side: id === arena.a ? 'a' : id === arena.b ? 'b' : null,
      scores: new Map(
        WIDTHS.flatMap((bits) => {
          const score = known(id, bits);
          return score === null ? [] : [[bits, score] as const];
        }),
      ),
    })),
    reason: isSample ? 'A sample has no network: the squared error ranks.' : null,
    measure: () => currentRun.start(wanted),
    comparedSides: pair(isSample ? null : sides(arena.a, codes.bits), isSample ? null : sides(arena.b, codes.bits)),
    measureWidths: () => widthsRun.start(WIDTHS.flatMap((bits) => all.flatMap((id) => sides(id, bits) ?? []))),
  };
}

function pair(a: Side | null, b: Side | null): { readonly a: Side; readonly b: Side } | null {
  return a === null || b === null ? null : { a, b };
}

/** Measures what is wanted once the settings rest; leaving the screen or the model ends it. */
function useMeasuring(wanted: readonly Side[], key: string): void {
  const model = useStore((state) => state.experiment.model);
  const images = useStore((state) => state.experiment.images);
  const isReady = useStore((state) => state.model.status === 'ready');
  const isHeld = useStore((state) => state.gestureFrom !== null);
  const measure = useEffectEvent(() => currentRun.start(wanted));
  // The identity of the sides is their key: a new object with the same members asks for nothing new.
  useEffect(() => {
    if (!isReady || isHeld || key === '') return undefined;
    const rest = setTimeout(() => measure(), REST_MS);
    return () => clearTimeout(rest);
  }, [key, isReady, isHeld, model, images]);
  useEffect(
    () => () => {
      currentRun.cancel();
      widthsRun.cancel();
    },
    [model, images],
  );
}
