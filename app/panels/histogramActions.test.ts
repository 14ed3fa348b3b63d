import { beforeEach, describe, expect, it } from 'vitest';
import { initialState, store } from '../store/store';
import {
  centroidsByHand,
  centroidsByRecipe,
  clipByHand,
  clipByRecipe,
  iterateTo,
  placeCentroids,
  ratioByHand,
} from './histogramActions';

const HELD = { commit: false };

describe('what was set by hand on the histogram', () => {
  beforeEach(() => {
    store.setState(initialState(), true);
  });

  it('is known before anything is measured: the share that a layer is clipped to', () => {
    expect(ratioByHand('b', 'fc1')).toBeNull();
    clipByHand('b', 'fc1', 0.5, HELD);
    expect([ratioByHand('b', 'fc1'), ratioByHand('b', 'fc2'), ratioByHand('a', 'fc1')]).toEqual([0.5, null, null]);
    clipByRecipe('b', 'fc1');
    expect(ratioByHand('b', 'fc1')).toBeNull();
  });

  it('is known before anything is measured: where centroids stand, until an iteration moves them', () => {
    expect(centroidsByHand('b', 'fc1')).toBeNull();
    placeCentroids('b', 'fc1', [-0.123456, 0.2], HELD);
    expect([centroidsByHand('b', 'fc1'), centroidsByHand('a', 'fc1')]).toEqual([[-0.1235, 0.2], null]);
    iterateTo('b', 'fc1', 1);
    expect(centroidsByHand('b', 'fc1')).toBeNull();
    placeCentroids('b', 'fc1', [0, 1], HELD);
    centroidsByRecipe('b', 'fc1');
    expect(centroidsByHand('b', 'fc1')).toBeNull();
  });
});
