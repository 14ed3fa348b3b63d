import { useEffect } from 'react';
import { store, useStore } from '../../store/store';
import { dropWaiting, measure, useScores } from './scores';
import type { BinarySettings } from './settings';
import { untrainedTasks } from './tasks';

/** Settings that rest this long are measured. */
const REST_MS = 400;

/** Measures every method without training once the settings rest, unless the reader has stopped it. */
export function useMeasuring({ ends, granularity, factor }: BinarySettings): void {
  const model = useStore((state) => state.experiment.model);
  const images = useStore((state) => state.experiment.images);
  const isReady = useStore((state) => state.model.status === 'ready' && state.labels !== null);
  const isClassifier = useStore(({ model: state }) => state.status === 'ready' && state.card.task === 'classify');
  const isHeld = useStore((state) => state.gestureFrom !== null);
  const isCancelled = useScores((state) => state.isCancelled);
  useEffect(() => {
    if (!isReady || !isClassifier || isHeld || isCancelled) return undefined;
    const rest = setTimeout(() => {
      const tasks = untrainedTasks(store.getState().experiment, ends === 'float');
      dropWaiting(({ training, key }) => training !== null || tasks.some((task) => task.key === key));
      measure(tasks, { first: false });
    }, REST_MS);
    return () => clearTimeout(rest);
  }, [isReady, isClassifier, isHeld, isCancelled, ends, granularity, factor, model, images]);
}
