import { setScreenParam, setScreenParams } from '../../store/actions';
import type { ChangeOptions } from '../../store/history';
import type { Params } from '../../../src/params/param';

/** Changes settings of the Granularity ladder. */
export function setLadder(values: Params, options?: ChangeOptions): void {
  setScreenParams('granularity', values, options);
}

/** Another rung has other fields, so that bits changed by hand are taken back. */
export function selectRung(rung: string): void {
  setLadder({ rung, edits: [] });
}

export function selectValue(weight: number, options: { readonly commit: boolean }): void {
  setLadder({ weight, edits: [] }, options);
}

export function setEdits(edits: readonly number[]): void {
  setScreenParam('granularity', 'edits', edits);
}
