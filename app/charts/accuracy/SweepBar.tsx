import type { ComponentProps } from 'react';
import { Button } from '../../controls/Button';
import { ProgressBar } from '../../controls/ProgressBar';
import type { SweepState } from '../../store/state';
import css from './AccuracyChart.module.css';
import { SweepChooser } from './SweepChooser';
import { progressText } from './sweep-status';

interface SweepBarProps {
  readonly sweep: SweepState;
  readonly note: string;
  readonly chooser: ComponentProps<typeof SweepChooser>;
  readonly onCancel: () => void;
}

/** Below the chart: the button that starts a sweep, or how far it is and the button that stops it. */
export function SweepBar({ sweep, note, chooser, onCancel }: SweepBarProps) {
  const isRunning = sweep.status === 'running';
  return (
    <div className={css.bar}>
      {isRunning ? (
        <>
          <span className={css.left}>{progressText(sweep)}</span>
          <ProgressBar label="Points measured" done={sweep.done} total={sweep.total} length="fill" />
          <Button small onClick={onCancel}>
            Cancel
          </Button>
        </>
      ) : (
        <SweepChooser {...chooser} />
      )}
      <span role="status" className={isRunning ? 'visually-hidden' : css.note} title={note}>
        {note}
      </span>
    </div>
  );
}
