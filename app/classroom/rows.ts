import type { HandedIn } from '../../src/classroom/answers';
import { meets } from '../../src/classroom/goals';
import { lockList } from '../../src/classroom/lock-list';
import { meetsBars } from '../../src/course/bars';
import { stepOf } from '../../src/course/registry';
import { keyOf } from '../../src/experiment/key';
import { brokenLocks } from '../../src/experiment/locks';
import type { FrameTable } from '../charts/frame/table';
import { fixed } from '../controls/format';
import { sideName } from '../panels/recipe/recipeName';
import type { Outcome } from './recheck';

/** An answer as a line of the table. */
export interface AnswerRow {
  readonly hash: string;
  readonly line: number;
  readonly name: string;
  /** Title of the assignment or challenge. */
  readonly task: string;
  /** The same for answers to the very same task. */
  readonly taskKey: string;
  readonly network: string;
  /** Settings of B in words. */
  readonly recipe: string;
  /** Percent right, or the value in the unit of the network's task, as the link says. */
  readonly value: number;
  readonly unit: '%' | '';
  readonly bits: number;
  readonly met: number;
  readonly goals: number;
  /** Whether it is known how many goals are met: those of a challenge are counted when it is measured again. */
  readonly isJudged: boolean;
  /** Locked things that were changed. */
  readonly broken: string;
  readonly outcome: Outcome | null;
  /** "reproduced", "differs: B by 3 images", "made with another network", or why it could not be measured. */
  readonly verdict: string;
  /** B measured here; null before. */
  readonly here: number | null;
}

export function answerRow(handed: HandedIn, outcome: Outcome | null): AnswerRow {
  const { hash, line, link, answer, digest, assignment } = handed;
  const step = answer.challenge === undefined ? undefined : stepOf(answer.challenge);
  const value = (b: number): number => (digest.inUnit === true ? b : (100 * b) / digest.images);
  const goals = assignment?.goals ?? [];
  const checked = outcome !== null && 'checked' in outcome ? outcome.checked : null;
  const others = checked?.others ?? null;
  const values = checked?.values ?? answer.values;
  const here = checked?.report.rows.find(({ id }) => id === 'b')?.here ?? null;
  const challenge = others !== null && meetsBars(answer.challenge ?? '', { ...others }) ? 1 : 0;
  return {
    ...{ hash, line, outcome },
    name: answer.name ?? 'no name',
    task: assignment?.title ?? step?.title ?? answer.challenge ?? '',
    taskKey: assignment === null ? (answer.challenge ?? '') : keyOf(assignment),
    network: link.experiment.model,
    recipe: sideName(link.experiment.b),
    value: value(digest.b),
    unit: digest.inUnit === true ? '' : '%',
    bits: answer.bits,
    met: assignment === null ? challenge : goals.filter((goal, at) => meets(goal, values[at] ?? null)).length,
    goals: assignment === null ? 1 : goals.length,
    isJudged: assignment !== null || others !== null,
    broken: assignment === null ? '' : lockList(brokenLocks(assignment, link.experiment)),
    verdict: verdictOf(outcome),
    here: here === null ? null : value(here),
  };
}

function verdictOf(outcome: Outcome | null): string {
  if (outcome === null || 'stopped' in outcome) return '';
  if ('problem' in outcome) return `${outcome.problem.title}. ${outcome.problem.cause}`;
  return outcome.checked.report.state === 'reproduced' ? 'reproduced' : outcome.checked.report.summary;
}

/** Columns that the table can be sorted by. */
export type SortKey = 'line' | 'name' | 'task' | 'network' | 'recipe' | 'value' | 'bits' | 'met' | 'verdict';

/** Rows by one column; those that are equal there stay in the order in which they were pasted. */
export function sorted(rows: readonly AnswerRow[], key: SortKey, isDescending: boolean): readonly AnswerRow[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((p, q) => {
    const [a, b] = [p[key], q[key]];
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
    return sign * order || p.line - q.line;
  });
}

/** Everything about the answers, for spreadsheets. */
export function answersTable(rows: readonly AnswerRow[]): FrameTable {
  return {
    columns: [
      ...['Name', 'Task', 'Network', 'B', 'Result of B', 'Unit', 'Stored bits per weight', 'Goals met', 'Goals'],
      ...['Changed although locked', 'Measured again', 'Result here', 'Link'],
    ],
    rows: rows.map((row) => [
      harmless(row.name),
      harmless(row.task),
      row.network,
      row.recipe,
      Number(fixedNumber(row.value)),
      row.unit,
      row.bits,
      row.met,
      row.goals,
      row.broken,
      row.verdict,
      row.here === null ? '' : Number(fixedNumber(row.here)),
      row.hash,
    ]),
  };
}

function fixedNumber(value: number): string {
  return value.toFixed(4);
}

/** Spreadsheets take what begins with one of these for a formula. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** "86.9 %". */
export function valueText({ value, unit }: Pick<AnswerRow, 'value' | 'unit'>): string {
  return unit === '%' ? `${fixed(value, 1)} %` : fixed(value, 3);
}
