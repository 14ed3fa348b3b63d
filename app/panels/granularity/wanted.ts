import { keyOf } from '../../../src/experiment/key';
import type { Rung } from '../../../src/experiment/rungs';
import type { Climb, LadderSettings, Layer } from './settings';

/** Settings and what they ask for. */
export interface Request {
  readonly settings: LadderSettings;
  readonly layer: Layer | null;
  readonly climb: Climb;
  readonly selected: Rung | null;
  /** Tells equal layer names of two models apart. */
  readonly model: string;
}

/** A request and the names under which its results are kept. */
export interface Wanted extends Request {
  readonly subjectKey: string;
  readonly keys: readonly string[];
  readonly codeKey: string;
  /** Key of a rung of a family: it does not depend on the selected value. */
  readonly errorKey: (rung: Rung) => string;
  /** The tensor: only of this one an older report may stand in. */
  readonly place: string;
}

/** A rung as the jobs know it. */
export function jobRung({ id, recipe, turned = false }: Rung) {
  return { id, recipe, turned };
}

/** What is quantized, and no more: a job's input is copied on its way. */
export function jobSubject({ tensor, window, seed, at, outlier }: Climb) {
  return { tensor, window, seed, at, outlier };
}

export function wantedOf(request: Request): Wanted {
  const { climb, selected, model } = request;
  const { tensor, outlier, seed, at, rungs } = climb;
  const name = tensor.kind === 'layer' ? [model, tensor.layer] : [tensor.kind, tensor.id];
  const subjectKey = keyOf([name, outlier, at]);
  const keyFor = (rung: Rung | null): string => `${subjectKey} ${String(seed)} ${rung === null ? '' : keyOfRung(rung)}`;
  const place = keyOf(name);
  const errorsOf = keyOf([name, outlier, seed]);
  const errorKey = (rung: Rung): string => `${errorsOf} ${keyOfRung(rung)}`;
  return { ...request, place, subjectKey, keys: rungs.map(keyFor), codeKey: keyFor(selected), errorKey };
}

const rungKeys = new WeakMap<Rung, string>();

function keyOfRung(rung: Rung): string {
  const key = rungKeys.get(rung) ?? keyOf(jobRung(rung));
  rungKeys.set(rung, key);
  return key;
}

export function keyOfWanted({ subjectKey, keys, codeKey }: Wanted): string {
  return [subjectKey, ...keys, codeKey].join(' ');
}
