import { useEffect, useSyncExternalStore } from 'react';
import { seconds } from '../../charts/accuracy/sweep-time';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import { useStore } from '../../store/store';
import { currentItems, currentTask } from '../../store/test-items';
import { type Campaign, accuracies } from './accuracies';
import css from './Granularity.module.css';

/** Settings that rest this long are measured. */
const REST_MS = 400;

function isOfWeights({ rungs }: Campaign): boolean {
  return rungs.every(({ activations }) => activations === undefined);
}

/** How far the accuracies are. They are measured by themselves when the settings rest, until the reader cancels. */
export function AccuracyBar({ campaign }: { readonly campaign: Campaign }) {
  const view = useSyncExternalStore(accuracies.subscribe, () => accuracies.view);
  const task = useStore(currentTask);
  const items = useStore(currentItems);
  const isReady = useStore(({ model, gestureFrom }) => model.status === 'ready' && gestureFrom === null);
  const isSettled = useStore(({ scores }) => scores.float.status === 'ready');
  const isStopped = view.status === 'cancelled' || view.status === 'failed';
  const isOn = isReady && isSettled && !isStopped && campaign.rungs.length > 0;
  useEffect(() => {
    if (!isOn || accuracies.isComplete(campaign)) return undefined;
    const timer = setTimeout(() => void accuracies.start(campaign), REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isOn, campaign]);
  const { status, done, total, secondsLeft, problem } = view;
  if (status === 'running') {
    return (
      <span className={css.measuring}>
        <span>
          {task.metric}: {count(done)} of {count(total)} rungs
          {secondsLeft !== null && `, ${seconds(secondsLeft)} left`}
        </span>
        <progress value={done} max={Math.max(total, 1)} aria-label="Rungs measured" />
        <Button small onClick={() => accuracies.cancel()}>
          Cancel
        </Button>
      </span>
    );
  }
  const isComplete = accuracies.isComplete(campaign);
  return (
    <span className={css.measuring}>
      <span role="status">
        {isComplete
          ? `${task.metric} ${isOfWeights(campaign) ? 'of the whole network' : 'with the input of every layer so quantized, weights in float32'}, measured on ${task.items(items)}`
          : (problem?.cause ?? (isStopped ? 'Measurement cancelled' : `${task.metric} not measured yet`))}
      </span>
      {isStopped && !isComplete && (
        <Button small onClick={() => void accuracies.start(campaign)}>
          Measure
        </Button>
      )}
    </span>
  );
}
