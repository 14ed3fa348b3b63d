import { Pause, Play, RotateCcw, StepBack, StepForward } from 'lucide-react';
import { Button, IconButton } from '../../controls/Button';
import { count } from '../../controls/format';
import { Select } from '../../controls/Select';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { selectLayer } from '../../store/actions';
import { useStore } from '../../store/store';
import { cancelLayer, pauseLayer, replayLayer, resumeLayer, startLayer, stepBack, stepOn } from './layer-run';
import css from './RoundingScreen.module.css';
import { type RoundingSettings, set } from './settings';
import { useRounding } from './store';
import { useIsOld } from './shown';

const WIDTHS = ['2', '3', '4', '6', '8'];

/** Which layer is rounded to how many bits, and the buttons of its run. */
export function RoundingBar({ settings }: { readonly settings: RoundingSettings }) {
  const model = useStore((state) => state.model);
  const layer = useStore((state) => state.view.layer);
  const layers = model.status === 'ready' ? model.layers : [];
  return (
    <>
      <span className={css.pair}>
        <span aria-hidden>Layer</span>
        <Select
          name="Layer to round"
          value={layer ?? ''}
          options={layers.map(({ name, weights }) => ({ value: name, label: `${name}, ${count(weights)} weights` }))}
          disabled={layers.length === 0}
          onChange={selectLayer}
        />
      </span>
      <span className={css.pair}>
        <span aria-hidden>Bits</span>
        <SegmentedControl
          name="Bits"
          value={String(settings.bits)}
          options={WIDTHS.map((width) => ({ value: width, label: width }))}
          onChange={(next) => set('bits', Number(next))}
        />
      </span>
      <Transport isReady={layer !== null && model.status === 'ready'} />
    </>
  );
}

/** Run, pause, one snapshot back and on, replay, cancel. */
function Transport({ isReady }: { readonly isReady: boolean }) {
  const status = useRounding(({ run }) => run?.status ?? null);
  const kept = useRounding(({ run }) => run?.snapshots.length ?? 0);
  const shown = useRounding((state) => state.shown);
  const isOld = useIsOld();
  const isActive = status === 'loading' || status === 'running' || status === 'paused';
  const at = shown ?? kept - 1;
  return (
    <span className={css.transport}>
      <IconButton label="One snapshot back" disabled={kept < 2 || at === 0} onClick={stepBack}>
        <StepBack size={15} aria-hidden />
      </IconButton>
      <IconButton
        label="One snapshot on"
        disabled={kept === 0 || (at === kept - 1 && status !== 'paused')}
        onClick={stepOn}
      >
        <StepForward size={15} aria-hidden />
      </IconButton>
      {status === 'finished' && !isOld && (
        <Button onClick={replayLayer}>
          <RotateCcw size={15} aria-hidden />
          Replay
        </Button>
      )}
      <MainButton status={isActive ? status : null} isReady={isReady} isFirst={kept === 0} />
      {isActive && <Button onClick={cancelLayer}>Cancel</Button>}
    </span>
  );
}

interface MainButtonProps {
  readonly status: 'loading' | 'running' | 'paused' | null;
  readonly isReady: boolean;
  readonly isFirst: boolean;
}

function MainButton({ status, isReady, isFirst }: MainButtonProps) {
  if (status === 'loading' || status === 'running') {
    return (
      <Button kind="primary" disabled={status === 'loading'} onClick={pauseLayer}>
        <Pause size={15} aria-hidden />
        Pause
      </Button>
    );
  }
  return (
    <Button kind="primary" disabled={!isReady} onClick={status === 'paused' ? resumeLayer : startLayer}>
      <Play size={15} aria-hidden />
      {status === 'paused' ? 'Resume' : isFirst ? 'Run AdaRound' : 'Run again'}
    </Button>
  );
}
