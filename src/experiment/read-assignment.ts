import {
  type Answer,
  type Assignment,
  CAPS,
  type Goal,
  HIDEABLE_PANELS,
  LOCK_IDS,
  MOST_GOAL_VALUE,
  QUANTITIES,
} from './assignment';
import { textProblem } from './assignment-text';
import { isNumber, members, readName, wrong } from './field-error';
import { type AreaId, isArea } from './screens/registry';

/**
 * An assignment of a payload, with what it begins with, which is read elsewhere. Throws FieldError for whatever does not
 * fit: nothing is cut, dropped or guessed.
 */
export function readAssignment(value: Record<string, unknown>, start: Assignment['start']): Assignment {
  const title = readText(value['i'], 'title', CAPS.title, 'one line');
  if (title.trim() === '') throw wrong('assignment.title', 'An assignment needs a title.');
  return {
    title,
    text: value['x'] === undefined ? '' : readText(value['x'], 'text', CAPS.text, 'lines'),
    start,
    locked: readPlaces(value['k'], LOCK_IDS, 'assignment.locks'),
    hiddenPanels: readPlaces(value['h'], HIDEABLE_PANELS, 'assignment.panels'),
    hiddenScreens: listOf(value['y'], 'assignment.screens').map(readScreen),
    goals: readGoals(value['g']),
  };
}

/** An answer. Throws FieldError when it answers nothing, or its values are not those of the goals. */
export function readAnswer(value: unknown, challenge: string | undefined, assignment: Assignment | undefined): Answer {
  const { n: name, b: bits, g } = members(value, 'answer', ['n', 'b', 'g']);
  if ((challenge === undefined) === (assignment === undefined))
    throw wrong('answer', 'An answer belongs to one assignment or to one challenge.');
  if (!isNumber(bits, MOST_GOAL_VALUE)) throw wrong('answer.bits', 'The stored bits per weight are not readable.');
  const values = listOf(g, 'answer.values');
  const isRight = values.every((one) => one === null || isNumber(one, MOST_GOAL_VALUE));
  if (!isRight || values.length !== (assignment?.goals.length ?? values.length) || values.length > CAPS.goals)
    throw wrong('answer.values', 'The measured values are not those of the goals.');
  return {
    ...(name === undefined ? {} : { name: readText(name, 'name', CAPS.name, 'one line') }),
    ...(challenge === undefined ? {} : { challenge }),
    bits,
    values,
  };
}

function readText(value: unknown, what: string, most: number, lines: 'one line' | 'lines'): string {
  if (typeof value !== 'string') throw wrong(`assignment.${what}`, `The ${what} is no text.`);
  const problem = textProblem(value, most, lines);
  if (problem !== null) throw wrong(`assignment.${what}`, `The ${what} ${problem}.`);
  return value;
}

function listOf(value: unknown, field: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw wrong(field, 'This part of the link is no list.');
}

function readPlaces<T>(value: unknown, all: readonly T[], field: string): T[] {
  const places = listOf(value, field);
  const found = places.map((place) => (typeof place === 'number' ? all[place] : undefined));
  const known = found.filter((one) => one !== undefined);
  if (known.length === places.length && new Set(known).size === known.length) return known;
  throw wrong(field, 'This app does not know everything that is listed here.');
}

function readScreen(value: unknown, _at: number, all: readonly unknown[]): AreaId {
  if (isArea(value) && all.indexOf(value) === all.lastIndexOf(value)) return value;
  throw wrong('assignment.screens', 'This app does not know every screen that is to be hidden.');
}

function readGoals(value: unknown): Goal[] {
  const goals = listOf(value, 'assignment.goals');
  if (goals.length > CAPS.goals) throw wrong('assignment.goals', `There can be at most ${String(CAPS.goals)} goals.`);
  return goals.map(readGoal);
}

function readGoal(value: unknown): Goal {
  const [place, relation, bar, layer, ...more] = listOf(value, 'assignment.goals');
  const quantity = typeof place === 'number' ? QUANTITIES[place] : undefined;
  const isRelation = relation === 0 || relation === 1;
  if (quantity === undefined || !isRelation || !isNumber(bar, MOST_GOAL_VALUE) || more.length > 0)
    throw wrong('assignment.goals', 'A goal is not readable.');
  if ((quantity === 'sqnr') !== (layer !== undefined))
    throw wrong('assignment.goals', 'A goal for the SQNR, and no other, names a layer.');
  return {
    quantity,
    is: relation === 0 ? 'at least' : 'at most',
    value: bar,
    ...(layer === undefined ? {} : { layer: readName(layer, 'assignment.goals') }),
  };
}
