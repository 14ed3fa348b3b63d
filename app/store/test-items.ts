import { IMAGE_COUNTS } from '../../src/experiment/defaults';
import { taskOf } from '../../src/tasks/registry';
import type { Task } from '../../src/tasks/task';
import type { AppState } from './state';

/**
 * Number of test items that the `images` of an experiment stands for. A link says "the first part" (2,000) or "all" (10,000); how many those are
 * is a matter of the data set.
 */
export function testItems({ images, testData }: { readonly images: number } & Pick<AppState, 'testData'>): number {
  const [first = 0] = IMAGE_COUNTS;
  const counts = testData?.counts ?? IMAGE_COUNTS;
  return counts[images === first ? 0 : 1] ?? images;
}

/** `testItems` of the present settings. */
export function currentItems({ experiment, testData }: Pick<AppState, 'experiment' | 'testData'>): number {
  return testItems({ images: experiment.images, testData });
}

/** What the chosen model is for; a classifier as long as its card has not arrived. */
export function currentTask({ model }: Pick<AppState, 'model'>): Task {
  return taskOf(model.status === 'ready' ? model.card.task : 'classify');
}
