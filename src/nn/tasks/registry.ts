import type { TaskId } from '../../model/types';
import { ClassTally } from './classify';
import { LanguageTally } from './language';
import { PictureTally } from './super-resolution';
import type { Tally, TallyInput } from './tally';

/** What is measured of each task. The constructors throw RangeError for outputs that are not of the task. */
const TALLIES: Readonly<Record<TaskId, new (input: TallyInput) => Tally>> = {
  classify: ClassTally,
  language: LanguageTally,
  'super-resolution': PictureTally,
};

export function tallyFor(task: TaskId, input: TallyInput): Tally {
  return new TALLIES[task](input);
}
