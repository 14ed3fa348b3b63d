import { encodeLink } from '../../src/experiment/codec';
import type { AreaId } from '../../src/experiment/screens/registry';
import type { Experiment } from '../../src/experiment/spec';
import { store } from '../store/store';

/** What one entry of the browser's history stands for. */
export interface Entry {
  readonly experiment: Experiment;
  /** Changes before it that undo can take back. */
  readonly depth: number;
  readonly area: AreaId;
}

/** What the store holds now, as an entry. */
export function present(): Entry {
  const { experiment, past, view } = store.getState();
  return { experiment, depth: past.length, area: view.area };
}

/** The fragment of what is on screen now. */
export function presentHash(): string {
  return hashOf(present());
}

/** The fragment of an entry with the present view; the digest of an opened link, and whose answer it is, stay until its settings change. */
export function hashOf({ experiment, area, depth }: Entry): string {
  const { view, linkDigest, assignment, answer } = store.getState();
  const isAsOpened = depth === 0;
  const isHanded = answer === null || isAsOpened;
  return encodeLink({
    experiment,
    view: {
      ...(view.layer === null ? {} : { layer: view.layer }),
      ...(view.lesson === null ? {} : { lesson: view.lesson }),
      show: view.show,
      area,
    },
    ...(isAsOpened && linkDigest !== null ? { digest: linkDigest } : {}),
    ...(isHanded && assignment !== null ? { assignment } : {}),
    ...(isAsOpened && answer !== null ? { answer } : {}),
  });
}
