import { beforeEach, describe, expect, it } from 'vitest';
import { defaultActivations } from '../../src/experiment/defaults';
import { type Side, activationRecipeFor } from '../../src/experiment/spec';
import { choose } from '../../src/experiment/techniques';
import { copyAToB, keepLayersOf, resetSide, setModel, swapSides, undo } from './actions';
import { activationsOf, changeActivations, clearLayer, setActivationPatch, setCalibration } from './activation-actions';
import { initialState, store } from './store';

const now = (side: 'a' | 'b'): Side => store.getState().experiment[side];
const at = (bits: number) => choose('quantizer', 'uniform', { bits }, 'activations');
const setBits = (side: 'a' | 'b', bits: number): void =>
  changeActivations(side, (old) => ({ ...old, recipe: { ...old.recipe, quantizer: at(bits) } }));
const bitsOf = (side: 'a' | 'b', layer: string): unknown =>
  activationRecipeFor(now(side), layer)?.quantizer.params['bits'];

beforeEach(() => store.setState(initialState(), true));

describe('activations', () => {
  it('are float and not in the settings until they are chosen, and again afterwards', () => {
    expect(now('a').activations).toBeUndefined();
    expect(activationsOf(now('a')).recipe.quantizer.id).toBe('float');
    setBits('a', 8);
    expect(now('a').activations).toEqual(defaultActivations());
    changeActivations('a', (old) => ({ ...old, recipe: { ...old.recipe, quantizer: { id: 'float', params: {} } } }));
    expect('activations' in now('a')).toBe(false);
  });

  it('go along when a side is copied, swapped, reset and taken back', () => {
    setBits('a', 4);
    copyAToB();
    expect(bitsOf('b', 'conv1')).toBe(4);
    setBits('a', 6);
    swapSides();
    expect([bitsOf('a', 'conv1'), bitsOf('b', 'conv1')]).toEqual([4, 6]);
    resetSide('a');
    expect(now('a').activations).toBeUndefined();
    undo();
    expect(bitsOf('a', 'conv1')).toBe(4);
  });

  it('of one layer stand beside those of all, and leave with the layer or the model', () => {
    setActivationPatch('a', 'conv1', { quantizer: at(3) });
    expect([bitsOf('a', 'conv1'), bitsOf('a', 'conv2')]).toEqual([3, undefined]);
    clearLayer('a', 'conv1');
    expect('activations' in now('a')).toBe(false);
    setBits('a', 8);
    setActivationPatch('a', 'conv1', { quantizer: at(3) });
    setModel('mlp');
    keepLayersOf(['fc1']);
    expect(now('a').activations).toEqual(defaultActivations());
  });

  it('take seeds only', () => {
    setBits('a', 8);
    setCalibration('a', { seed: -1 });
    setCalibration('a', { images: 32 });
    expect(now('a').activations?.calibration).toEqual({ images: 32, seed: 7 });
  });
});
