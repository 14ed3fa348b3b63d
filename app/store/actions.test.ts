import { beforeEach, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/defaults';
import {
  applySide,
  copyAToB,
  copyBToA,
  dismissToast,
  keepLayersOf,
  openDialog,
  redo,
  resetSide,
  setImages,
  setLayerParam,
  setLayerPatch,
  setModel,
  setParam,
  setRecipePart,
  setSeed,
  swapSides,
  toast,
  undo,
} from './actions';
import type { Experiment } from '../../src/experiment/spec';
import { initialState, store } from './store';

const now = (): Experiment => store.getState().experiment;
const bits = (side: 'a' | 'b'): unknown => now()[side].recipe.quantizer.params['bits'];
const history = (): [number, number] => [store.getState().past.length, store.getState().future.length];

beforeEach(() => store.setState(initialState(), true));

describe('recipes', () => {
  it('keep a parameter that the next technique has too, and start the others at their defaults', () => {
    setParam('a', 'quantizer', 'scheme', 'affine');
    setRecipePart('a', 'quantizer', 'codebook');
    expect(now().a.recipe.quantizer).toMatchObject({ id: 'codebook', params: { bits: 4, method: 'exact' } });
    setRecipePart('a', 'quantizer', 'uniform');
    expect(now().a.recipe.quantizer.params).toMatchObject({ bits: 4, scheme: 'symmetric' });
    expect(now().b).toEqual(defaultExperiment().b);
  });

  it('drop a value that the next technique does not accept', () => {
    setParam('a', 'quantizer', 'bits', 12);
    setRecipePart('a', 'quantizer', 'codebook');
    expect(bits('a')).toBe(4);
  });

  it('ignore unknown techniques, parameters and seeds', () => {
    setRecipePart('a', 'quantizer', 'quantum');
    setParam('a', 'quantizer', 'colour', 1);
    setSeed('a', -1);
    setSeed('a', 1.5);
    setImages(17);
    expect(now()).toEqual(defaultExperiment());
    expect(history()).toEqual([0, 0]);
  });

  it('take the nearest allowed value of a number out of range', () => {
    setParam('a', 'quantizer', 'bits', 99);
    setParam('b', 'quantizer', 'bits', 2.4);
    expect([bits('a'), bits('b')]).toEqual([16, 2]);
    setParam('a', 'quantizer', 'bits', Number.NaN);
    expect(bits('a')).toBe(16);
  });

  it('give a layer parts of its own and take them back', () => {
    setLayerParam('b', 'conv1', 'quantizer', 'bits', 8);
    expect(now().b.overrides['conv1']?.quantizer?.params).toEqual({ ...now().b.recipe.quantizer.params, bits: 8 });
    setParam('b', 'quantizer', 'bits', 2);
    expect(now().b.overrides['conv1']?.quantizer?.params['bits']).toBe(8);
    setLayerPatch('b', 'conv1', null);
    expect(now().b.overrides).toEqual({});
  });

  it('copy, swap, reset and open whole sides, each with an offer to undo', () => {
    const { a, b } = now();
    copyAToB();
    expect(now().b).toEqual(a);
    undo();
    copyBToA();
    expect(now().a).toEqual(b);
    undo();
    swapSides();
    expect([now().a, now().b]).toEqual([b, a]);
    resetSide('a');
    expect([now().a, now().b]).toEqual([a, a]);
    applySide('b', { ...b, seed: 12 });
    expect(now().b.seed).toBe(12);
    expect(store.getState().toasts.at(-1)).toMatchObject({ undo: true });
  });

  it('keep recipes with another model, drop what it has no layers for, and bring it back', () => {
    setLayerParam('a', 'conv1', 'quantizer', 'bits', 8);
    setLayerParam('b', 'fc1', 'quantizer', 'bits', 2);
    const before = now();
    setModel('mlp');
    expect(now()).toEqual({ ...before, model: 'mlp' });
    keepLayersOf(['fc1', 'fc2']);
    expect(now()).toEqual({ ...before, model: 'mlp', a: { ...before.a, overrides: {} } });
    expect(store.getState().toasts.at(-1)?.text).toContain('conv1');
    const { toasts } = store.getState();
    keepLayersOf(['fc1', 'fc2']);
    expect(store.getState().toasts).toEqual(toasts);
    undo();
    expect(now()).toEqual(before);
  });
});

describe('history', () => {
  it('goes back and forth through committed changes', () => {
    setParam('a', 'quantizer', 'bits', 3);
    setParam('a', 'quantizer', 'bits', 5);
    undo();
    expect([bits('a'), ...history()]).toEqual([3, 1, 1]);
    undo();
    undo();
    expect([bits('a'), ...history()]).toEqual([4, 0, 2]);
    redo();
    redo();
    redo();
    expect([bits('a'), ...history()]).toEqual([5, 2, 0]);
  });

  it('forgets what was undone once something else is changed', () => {
    setParam('a', 'quantizer', 'bits', 3);
    undo();
    setParam('a', 'quantizer', 'bits', 6);
    redo();
    expect([bits('a'), ...history()]).toEqual([6, 1, 0]);
  });

  it('makes one entry of a whole drag', () => {
    for (const step of [4, 5, 6]) setParam('a', 'quantizer', 'bits', step, { commit: false });
    expect([bits('a'), ...history()]).toEqual([6, 0, 0]);
    setParam('a', 'quantizer', 'bits', 7);
    expect(history()).toEqual([1, 0]);
    undo();
    expect(bits('a')).toBe(4);
  });

  it('makes no entry of a drag that ends where it began', () => {
    setParam('a', 'quantizer', 'bits', 6, { commit: false });
    setParam('a', 'quantizer', 'bits', 4);
    expect(history()).toEqual([0, 0]);
    expect(store.getState().gestureFrom).toBeNull();
  });

  it('undoes a drag that is still held as a whole', () => {
    setParam('a', 'quantizer', 'bits', 6, { commit: false });
    undo();
    expect([bits('a'), ...history()]).toEqual([4, 0, 1]);
    redo();
    expect(bits('a')).toBe(6);
  });
});

describe('view', () => {
  it('keeps the last three toasts and dismisses by id', () => {
    for (const text of ['one', 'two', 'three', 'four']) toast(text);
    expect(store.getState().toasts.map((t) => t.text)).toEqual(['two', 'three', 'four']);
    dismissToast(store.getState().toasts[1]?.id ?? 0);
    expect(store.getState().toasts.map((t) => t.text)).toEqual(['two', 'four']);
  });

  it('opens one dialog at a time and leaves the history alone', () => {
    openDialog('glossary', 'sqnr');
    openDialog('share');
    expect(store.getState().view).toMatchObject({ dialog: 'share', glossaryTerm: null });
    expect(history()).toEqual([0, 0]);
  });
});
