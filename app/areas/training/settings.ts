import type { ParamValue } from '../../../src/params/param';
import { setScreenParam } from '../../store/screen-actions';
import { useScreenParams } from '../useScreenParams';
import type { RunId } from './runs';

/** Sets one of the screen's own settings. */
export function setTraining(key: string, value: ParamValue, options?: { commit?: boolean }): void {
  setScreenParam('training', key, value, { commit: options?.commit ?? true });
}

/** The sides that are chosen to be trained. */
export function useChosenSides(): readonly ('a' | 'b')[] {
  const { train } = useScreenParams('training');
  return train === 'a' || train === 'b' ? [train] : ['a', 'b'];
}

export const RUN_NAMES: Readonly<Record<RunId, string>> = { a: 'A', b: 'B', float: 'float' };
