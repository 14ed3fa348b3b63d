import type { TaskId } from '../model/types';
import { classify } from './classify';
import { language } from './language';
import { output, weights } from './signal-to-noise';
import { superResolution } from './super-resolution';
import type { Task } from './task';

const TASKS: Readonly<Record<TaskId, Task>> = {
  classify,
  language,
  'super-resolution': superResolution,
  output,
  weights,
};

export function taskOf(id: TaskId): Task {
  return TASKS[id];
}
