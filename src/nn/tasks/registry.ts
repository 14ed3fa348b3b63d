import type { TaskId } from '../../model/types';
import { ClassTally } from './classify';
import { LanguageTally } from './language';
import { OutputTally } from './output';
import { PictureTally } from './super-resolution';
import type { Tally, TallyInput } from './tally';

/** What is measured of each task. The constructors throw RangeError for outputs that are not of the task. */
const TALLIES: Readonly<Record<Exclude<TaskId, 'weights'>, new (input: TallyInput) => Tally>> = {
  classify: ClassTally,
  language: LanguageTally,
  'super-resolution': PictureTally,
  output: OutputTally,
};

/** Throws RangeError for weights without a network. */
export function tallyFor(task: TaskId, input: TallyInput): Tally {
  if (task === 'weights') throw new RangeError('Weights without a network put nothing out.');
  return new TALLIES[task](input);
}
