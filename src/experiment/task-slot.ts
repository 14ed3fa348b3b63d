import type { Answer, Assignment } from './assignment';
import type { CompactAnswer, CompactAssignment } from './compact-assignment';

/** How assignments and answers stand in links. */
export interface TaskFormat {
  compactAssignment(task: Omit<Assignment, 'start'>): CompactAssignment;
  compactAnswer(answer: Answer): CompactAnswer;
  /** These throw FieldError for what does not fit. */
  readAssignment(value: Record<string, unknown>, start: Assignment['start']): Assignment;
  readAnswer(value: unknown, challenge: string | undefined, assignment: Assignment | undefined): Answer;
}

/** Field of the problem of a link whose assignment or answer cannot be read because `task-format.ts` is not there yet. */
export const TASKS_NEEDED = 'assignment or answer';

/** Few links carry one: what reads and writes them is fetched with the first. */
let format: TaskFormat | null = null;

export function connectTasks(found: TaskFormat): void {
  format = found;
}

/** Null before `task-format.ts` is imported. */
export function taskFormat(): TaskFormat | null {
  return format;
}
