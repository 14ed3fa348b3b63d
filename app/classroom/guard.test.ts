import { beforeEach, describe, expect, it } from 'vitest';
import type { Assignment } from '../../src/experiment/assignment';
import { defaultExperiment } from '../../src/experiment/defaults';
import { copyAToB, redo, setArea, setLayerParam, setModel, setParam, setRecipePart, undo } from '../store/actions';
import { adopt } from '../store/adopt';
import { initialState, store } from '../store/store';
import './guard';

const TASK: Assignment = {
  ...{ title: 'T', text: '', start: { experiment: defaultExperiment() }, hiddenPanels: [], goals: [] },
  locked: ['model', 'b.bits', 'b.granularity'],
  hiddenScreens: ['mixed'],
};
const now = () => store.getState().experiment;

beforeEach(() => {
  store.setState(initialState(), true);
  adopt({ experiment: TASK.start.experiment, assignment: TASK });
});

describe('an open assignment', () => {
  it('refuses what it locks, whoever asks, and says so', () => {
    setModel('lenet');
    setParam('b', 'quantizer', 'bits', 8);
    setParam('b', 'quantizer', 'bits', 7, { commit: false });
    setRecipePart('b', 'granularity', 'tensor');
    setLayerParam('b', 'dw5', 'quantizer', 'bits', 8);
    expect(now()).toEqual(TASK.start.experiment);
    expect(store.getState().past).toEqual([]);
    expect(store.getState().toasts.at(-1)?.text).toBe('Locked by the assignment: bits of B.');
    copyAToB();
    expect(now().b).toEqual({ ...TASK.start.experiment.a, recipe: { ...now().b.recipe } });
    expect(now().b.recipe.granularity.id).toBe('channel');
    expect(now().b.recipe.clipper.id).toBe('minmax');
  });

  it('leaves the rest to the student, with undo and redo', () => {
    setRecipePart('b', 'rounder', 'floor');
    undo();
    expect(now()).toEqual(TASK.start.experiment);
    redo();
    expect(now().b.recipe.rounder.id).toBe('floor');
  });

  it('puts back what a link changed, unless the link is an answer', () => {
    const experiment = { ...TASK.start.experiment, model: 'lenet' };
    adopt({ experiment, assignment: TASK });
    expect(now().model).toBe('dscnn');
    adopt({ experiment, assignment: TASK, answer: { bits: 4, values: [] } });
    // The same assignment once more: what is handed in is shown as it is.
    expect(now().model).toBe('lenet');
    setParam('b', 'quantizer', 'bits', 8);
    expect(now().b.recipe.quantizer.params['bits']).toBe(8);
  });

  it('keeps hidden screens closed, and ends with another link', () => {
    setArea('mixed');
    expect(store.getState().view.area).toBe('lab');
    adopt({ experiment: defaultExperiment(), view: { area: 'mixed' }, assignment: TASK });
    expect(store.getState().view.area).toBe('lab');
    adopt({ experiment: defaultExperiment() });
    setArea('mixed');
    setModel('lenet');
    expect(now().model).toBe('lenet');
    expect(store.getState().view.area).toBe('mixed');
  });
});
