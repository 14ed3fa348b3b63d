import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Flips } from '../../charts/rounding/Flips';
import { flipCounts, flipLines, flipsModel, flipsSentence, flipsTable } from '../../charts/rounding/flips';
import { Ridges } from '../../charts/rounding/Ridges';
import { ridgesModel, ridgesSentence, ridgesTable } from '../../charts/rounding/ridges';
import { Steps } from '../../charts/rounding/Steps';
import { gainText, stepsModel, stepsSentence, stepsTable } from '../../charts/rounding/steps';
import { Button } from '../../controls/Button';
import { count, duration, percent } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import { UseMenu } from '../../weights/UseMenu';
import { showSnapshot } from './layer-run';
import css from './RoundingScreen.module.css';
import { useDrawn, useRunStatus, useShown } from './shown';
import { type LayerRun, useRounding } from './store';

function Empty() {
  const status = useRounding(({ run }) => run?.status ?? null);
  return (
    <p className={css.empty}>
      {status === 'loading'
        ? 'Loading training images and computing what the layer sees.'
        : 'Press Run AdaRound: the layer learns which of its weights to round up.'}
    </p>
  );
}

const NONE: LayerRun['snapshots'] = [];

/** Histograms of h as β falls. */
export function RidgesPanel() {
  const { run, shown } = useDrawn();
  const snapshots = run?.snapshots ?? NONE;
  const weights = run?.about?.base.length ?? 0;
  const status = useRunStatus();
  return (
    <PanelFrame
      title="h(V) makes up its mind"
      caption={weights === 0 ? 'weights by h' : `${count(weights)} weights, height by root of count`}
      summary={ridgesSentence(snapshots, shown)}
      status={{ ...status, problem: null, status: status.status === 'failed' ? 'ready' : status.status }}
      table={() => ridgesTable(snapshots)}
      exportName="rounding-h"
      footer={<Scrubber />}
    >
      {(size) => <RidgesBody size={size} shown={shown} snapshots={snapshots} />}
    </PanelFrame>
  );
}

interface RidgesBodyProps {
  readonly size: Size;
  readonly shown: number;
  readonly snapshots: LayerRun['snapshots'];
}

function RidgesBody({ size, shown, snapshots }: RidgesBodyProps) {
  const model = useMemo(() => ridgesModel(snapshots, shown, size), [snapshots, shown, size]);
  return model === null ? <Empty /> : <Ridges model={model} />;
}

/** A slider over the snapshots; it follows the run until it is moved. */
function Scrubber() {
  const snapshots = useRounding(({ run }) => run?.snapshots ?? NONE);
  const follows = useRounding((state) => state.shown === null);
  const at = useShown();
  if (snapshots.length < 2) return null;
  const last = snapshots.length - 1;
  const text = `step ${count(snapshots[at]?.iteration ?? 0)}`;
  return (
    <div className={css.scrubber}>
      <span className={css.step}>{text}</span>
      <input
        type="range"
        aria-label="Snapshot that is shown"
        aria-valuetext={text}
        min={0}
        max={last}
        step={1}
        value={at}
        onChange={(event) => {
          const index = Number(event.currentTarget.value);
          showSnapshot(index === last ? null : index);
        }}
      />
      <Button small disabled={follows} onClick={() => showSnapshot(null)}>
        Last
      </Button>
    </div>
  );
}

/** Output error, undecided weights and β over the steps, and what the layer's rounding does to the accuracy. */
export function StepsPanel() {
  const { run, shown } = useDrawn();
  const status = useRunStatus();
  const snapshots = run?.snapshots ?? NONE;
  const now = snapshots[shown];
  return (
    <PanelFrame
      title={now === undefined ? 'Step by step' : `Step ${count(now.iteration)} of ${count(run?.iterations ?? 0)}`}
      caption={
        run === null
          ? 'output error of the layer'
          : `${duration(run.ms)}${run.about === null ? '' : `, ${count(run.about.images)} training images`}`
      }
      summary={stepsSentence(run?.about ?? null, snapshots, shown)}
      status={status}
      actions={
        now !== undefined && run?.about ? (
          <span className={css.pill}>{gainText(run.about.nearest, now.hard)}</span>
        ) : null
      }
      table={() => stepsTable(snapshots)}
      exportName="rounding-steps"
      footer={<BeforeAfter />}
    >
      {(size) => <StepsBody size={size} run={run} shown={shown} />}
    </PanelFrame>
  );
}

function StepsBody({
  size,
  run,
  shown,
}: {
  readonly size: Size;
  readonly run: LayerRun | null;
  readonly shown: number;
}) {
  const model = useMemo(() => {
    if (run === null || run.about === null) return null;
    return stepsModel(run.about, run.snapshots, { shown, iterations: run.iterations, warmStart: run.warmStart, size });
  }, [run, shown, size]);
  return model === null ? <Empty /> : <Steps model={model} />;
}

/** Accuracy of the network with only this layer rounded, or with this layer by AdaRound and the others to nearest. */
function BeforeAfter() {
  const run = useRounding((state) => state.run);
  const float = useStore((state) => state.scores.float.value);
  if (run === null || run.status !== 'finished') return null;
  const text = (score: LayerRun['nearest']) => (score === null ? '…' : `${percent(score.correct / score.n)} %`);
  return (
    <p className={css.result} data-result="layer-accuracy">
      <span>
        {run.weights.layers === undefined
          ? `Accuracy, only ${run.layer} rounded:`
          : `Accuracy, ${run.layer} against nearest everywhere:`}
      </span>
      <b className="a-ink">{`nearest ${text(run.nearest)}`}</b>
      <b className="b-ink">{`AdaRound ${text(run.adaround)}`}</b>
      {run.adaround !== null && (
        <UseMenu name={`${run.layer} by AdaRound`} side={{ ...run.weights.under, weights: run.weights }} />
      )}
      {float !== null && <span>{`float ${percent(float.correct / float.n)} %, ${count(float.n)} test images`}</span>}
    </p>
  );
}

/** Which weights went the other way. */
export function FlipsPanel() {
  const { run, shown } = useDrawn();
  const status = useRunStatus();
  const snapshot = run?.snapshots[shown];
  const about = run?.about ?? null;
  const subject = useMemo(
    () => (about === null || snapshot === undefined ? null : { layer: about, snapshot }),
    [about, snapshot],
  );
  const counts = useMemo(() => (subject === null ? null : flipCounts(subject)), [subject]);
  const gains = run !== null && shown === run.snapshots.length - 1 ? (run.result?.gains ?? null) : null;
  return (
    <PanelFrame
      title="Flip map"
      caption={
        counts === null || about === null
          ? 'codes moved against nearest'
          : `${count(counts.up + counts.down)} of ${count(about.base.length)} codes moved against nearest: ▲ ${count(counts.up)} up, ▼ ${count(counts.down)} down`
      }
      summary={flipsSentence(subject)}
      status={{ ...status, problem: null, status: status.status === 'failed' ? 'ready' : status.status }}
      table={() => (subject === null ? { columns: [], rows: [] } : flipsTable(subject, gains))}
      exportName="rounding-flips"
      footer={
        <p className={css.note}>
          Colour: the code, green below 0, violet above. Why these: errors of one output cancel when{' '}
          <Term id="outputError">inputs go together</Term>.
        </p>
      }
    >
      {(size) => (subject === null ? <Empty /> : <FlipsBody subject={subject} gains={gains} size={size} />)}
    </PanelFrame>
  );
}

interface FlipsBodyProps {
  readonly subject: Parameters<typeof flipsModel>[0];
  readonly gains: Float32Array | null;
  readonly size: Size;
}

function FlipsBody({ subject, gains, size }: FlipsBodyProps) {
  const model = useMemo(() => flipsModel(subject, size), [subject, size]);
  return <Flips model={model} linesAt={(cell) => flipLines(subject, gains, cell, model.kind)} />;
}
