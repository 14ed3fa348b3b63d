import type { Fact } from '../../../src/course/facts';
import { layerKey } from '../../areas/rounding/layer-run';
import { networkKey } from '../../areas/rounding/network-run';
import { settingsOf } from '../../areas/rounding/settings';
import { roundingStore } from '../../areas/rounding/store';
import { store } from '../../store/store';
import type { FactReader } from './reader';

export const reader: FactReader = {
  read: () => [...rowFacts(), ...layerFacts(), ...networkFacts()],
  subscribe: (onChange) => roundingStore.subscribe(onChange),
};

function rowFacts(): readonly Fact[] {
  const { key, report, status } = roundingStore.getState().row;
  if (key === null || report === null || status !== 'ready') return [];
  const { layer, row, weights, nearest, best } = report;
  return [{ kind: 'row', key, layer, row, weights, nearest, best }];
}

function layerFacts(): readonly Fact[] {
  const { experiment, view } = store.getState();
  const { run } = roundingStore.getState();
  const last = run?.snapshots.at(-1);
  if (run?.status !== 'finished' || run.about === null || last === undefined) return [];
  if (run.key !== layerKey(experiment, view.layer)) return [];
  const weights = run.about.base.length;
  const shares = { undecided: last.undecided, flipped: last.flipped / weights };
  const errors = { nearest: run.about.nearest, hard: last.hard };
  return [{ kind: 'layer-rounding', key: run.key, layer: run.layer, weights, ...shares, ...errors }];
}

function networkFacts(): readonly Fact[] {
  const { experiment } = store.getState();
  const { key, scores, layers } = roundingStore.getState().network;
  const { nearest, adaround } = scores;
  if (key === null || nearest === undefined || adaround === undefined || key !== networkKey(experiment)) return [];
  const all = layers.reduce((sum, { weights }) => sum + weights, 0);
  const undecided = layers.reduce((sum, layer) => sum + layer.undecided * layer.weights, 0) / Math.max(all, 1);
  const best = layers
    .map(({ layer, nearestError, error }) => ({ layer, times: nearestError / error }))
    .reduce<{ layer: string; times: number } | null>(
      (most, one) => (one.times > (most?.times ?? 0) ? one : most),
      null,
    );
  const { bits, lambda } = settingsOf(experiment);
  const values = { nearest: nearest.correct / nearest.n, adaround: adaround.correct / adaround.n };
  return [{ kind: 'network-rounding', key, bits, lambda, ...values, undecided, best }];
}
