import type { Params } from '../params/param';
import { paramProblem } from './check-param';
import { type RecipePart, type RecipeTarget, techniqueOf } from './techniques';

/** What is wrong with one field of a specification; `field` is a path such as `a.quantizer.bits`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * Checks a technique and its parameters. An unknown technique, an unknown parameter and a value out of range are
 * problems; a missing parameter is not, since it has a default.
 */
export function choiceProblem(
  part: RecipePart,
  id: string,
  params: Params,
  field: string,
  target: RecipeTarget = 'weights',
): FieldProblem | null {
  const table = techniqueOf(part, id, target)?.params;
  if (table === undefined) return { field, message: `There is no ${part} called "${id}".` };
  for (const [key, value] of Object.entries(params)) {
    const param = Object.hasOwn(table, key) ? table[key] : undefined;
    if (param === undefined) return { field: `${field}.${key}`, message: `"${id}" has no parameter "${key}".` };
    const problem = paramProblem(param, value);
    if (problem !== null) return { field: `${field}.${key}`, message: `"${key}" of "${id}" ${problem}.` };
  }
  return null;
}
