import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { curveTable } from '../../charts/clipping/curves';
import { Octav } from '../../charts/clipping/Octav';
import { octavModel } from '../../charts/clipping/octav-model';
import { value } from '../../charts/frame/format';
import { Button, IconButton } from '../../controls/Button';
import css from './cards.module.css';
import { type CardProps, MethodCard } from './MethodCard';
import { set } from './settings';

/** Milliseconds of a step while it plays. */
const BEAT = 600;
/** The setting that shows all steps. */
const ALL = 100;

interface OctavCardProps extends CardProps {
  readonly step: number;
}

/** Newton's steps down the error curve: play, step, step back. */
export const OctavCard = memo(function OctavCard({ method, side, isOld, step }: OctavCardProps) {
  const trace = method?.trace ?? null;
  const last = trace?.detail.kind === 'octav' ? trace.detail.iterates.length - 1 : 0;
  const present = Math.min(step, last);
  const go = (to: number) => set('step', to >= last ? ALL : Math.max(to, 0));
  const { playing, play } = usePlay(present, last, go);
  return (
    <MethodCard
      title="OCTAV"
      text="Newton's steps down the squared error"
      term="octav"
      slot="octav"
      method={method}
      side={side}
      isOld={isOld}
      summary={
        method === null
          ? 'No steps yet.'
          : `OCTAV settles at T = ${value(method.point.threshold)} after ${String(last)} steps.`
      }
      table={() => curveTable(trace)}
      footer={
        <div className={css.foot}>
          <div className={css.row}>
            <IconButton label="One step back" disabled={present === 0} onClick={() => go(present - 1)}>
              <StepBack size={15} aria-hidden />
            </IconButton>
            <Button small onClick={play} disabled={last === 0}>
              {playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
              {playing ? 'Pause' : 'Play'}
            </Button>
            <IconButton label="One step" disabled={present >= last} onClick={() => go(present + 1)}>
              <StepForward size={15} aria-hidden />
            </IconButton>
            <span role="status">
              {present} of {last}
            </span>
          </div>
        </div>
      }
    >
      {(size) => {
        const model = trace === null ? null : octavModel(trace, step, size);
        return model !== null && <Octav model={model} side={side} />;
      }}
    </MethodCard>
  );
});

/** Plays from the start, or from where it stands; with reduced motion it goes to the end at once. */
function usePlay(present: number, last: number, go: (to: number) => void) {
  const [playing, setPlaying] = useState(false);
  const isOver = present >= last;
  useEffect(() => {
    if (!playing) return undefined;
    if (isOver) {
      const stop = setTimeout(() => setPlaying(false), 0);
      return () => clearTimeout(stop);
    }
    const timer = setTimeout(() => go(present + 1), BEAT);
    return () => clearTimeout(timer);
  }, [playing, isOver, present, go]);
  const play = () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      go(last);
      return;
    }
    if (!playing && isOver) go(0);
    setPlaying(!playing);
  };
  return { playing, play };
}
