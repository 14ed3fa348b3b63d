import { stepOf } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import type { LinkState } from '../../src/experiment/link';
import { adopt } from '../store/adopt';
import './follow';

/** Opens a step on its preset. */
export function enterStep(id: string): void {
  const step = stepOf(id);
  if (step !== undefined) adopt(presetOf(step));
}

/** The state that a step begins with, as a link carries it. */
function presetOf({ id, area, layer, preset }: Step): LinkState {
  return {
    experiment: preset(),
    view: { area, lesson: id, show: 'both', ...(layer === undefined ? {} : { layer }) },
  };
}
