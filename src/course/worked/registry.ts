import { blockExample } from './blocks';
import { clippingExample } from './clipping';
import { codebookExample } from './codebook';
import type { WorkedExample } from './example';
import { affineExample, symmetricExample } from './linear';
import { signExample, xnorExample } from './signs';

const MAKERS: Readonly<Record<string, () => WorkedExample>> = {
  W1: affineExample,
  W2: symmetricExample,
  W3: codebookExample,
  W4: signExample,
  W5: clippingExample,
  W6: blockExample,
  W7: xnorExample,
};

/** Ids of the worked examples, in their order. */
export const WORKED_IDS: readonly string[] = Object.keys(MAKERS);

const made = new Map<string, WorkedExample>();

/** A worked example, computed when it is first asked for. Throws RangeError for an unknown id. */
export function workedExample(id: string): WorkedExample {
  const known = made.get(id) ?? (Object.hasOwn(MAKERS, id) ? MAKERS[id]?.() : undefined);
  if (known === undefined) throw new RangeError(`There is no worked example ${id}.`);
  made.set(id, known);
  return known;
}
