import { Play } from 'lucide-react';
import { useState } from 'react';
import type { SpeedPath, SpeedReport } from '../../src/jobs/speed-reports';
import { PanelFrame } from '../charts/frame/PanelFrame';
import reading from '../charts/frame/reading.module.css';
import type { PanelStatus } from '../charts/frame/status';
import { Roofline } from '../charts/mixed/Roofline';
import { rooflineModel } from '../charts/mixed/roofline-model';
import { NAMES, roofInput, speedModel } from '../charts/speed/model';
import { Speed } from '../charts/speed/Speed';
import css from '../charts/speed/speed.module.css';
import {
  gapSentence,
  methodSentence,
  slowSentence,
  speedCaption,
  speedSentence,
  speedTable,
} from '../charts/speed/words';
import { Button } from '../controls/Button';
import { ProvenanceBadge } from '../controls/ProvenanceBadge';
import { SegmentedControl } from '../controls/SegmentedControl';
import { Term } from '../controls/Term';
import { useStore } from '../store/store';
import { cancelSpeed, runSpeed, speedRuns } from './speed-run';

/** The chosen model timed in this tab by every path that computes it: float32, int8 and 4-bit weights. */
export function SpeedPanel() {
  const model = useStore((state) => state.experiment.model);
  const { reports, progress, problem } = speedRuns.useRuns();
  const report = reports.get(model) ?? null;
  const [path, setPath] = useState<SpeedPath>('int8');
  const status: PanelStatus =
    progress !== null
      ? { status: 'running', problem: null, progress, onCancel: cancelSpeed, partial: true }
      : { status: problem === null ? 'ready' : 'failed', problem, progress: null };
  return (
    <PanelFrame
      title="Speed bench"
      caption={report === null ? 'not run yet' : speedCaption(report)}
      summary={speedSentence(report)}
      status={status}
      actions={progress === null && <Run isAgain={report !== null} />}
      table={() => speedTable(report)}
      exportName={`${model}-speed`}
      fit="content"
      footer={report !== null && <Reading report={report} path={path} onPath={setPath} />}
    >
      {({ width }) => (report === null ? <About /> : <Charts report={report} width={width} path={path} />)}
    </PanelFrame>
  );
}

/** Height of the roofline. */
const ROOF = 250;

interface ChartsProps {
  readonly report: SpeedReport;
  readonly width: number;
  readonly path: SpeedPath;
}

function Charts({ report, width, path }: ChartsProps) {
  const size = { width, height: ROOF };
  return (
    <>
      <Speed model={speedModel(report, width)} />
      <Roofline model={rooflineModel({ ...roofInput(report, path), size })} marks="ink" />
    </>
  );
}

/** Starts the bench, unless something else runs that would disturb it. */
function Run({ isAgain }: { readonly isAgain: boolean }) {
  const isBusy = useStore(
    ({ scores, sweep, background }) =>
      background !== null ||
      sweep.status === 'running' ||
      [scores.float, scores.a, scores.b].some(({ status }) => status === 'running'),
  );
  return (
    <Button
      small
      disabled={isBusy}
      title={isBusy ? 'Another measurement would disturb it.' : undefined}
      onClick={() => void runSpeed()}
    >
      <Play size={13} aria-hidden />
      {isAgain ? 'Run again' : 'Run'}
    </Button>
  );
}

/** Before the first run. */
function About() {
  return (
    <p className={css.about}>
      Times this model in this tab: float32 in tfjs and in our kernels, int8, 4-bit weights. A few seconds on one
      thread. <Term id="speedBench">What is timed</Term>
    </p>
  );
}

interface ReadingProps {
  readonly report: SpeedReport;
  readonly path: SpeedPath;
  readonly onPath: (path: SpeedPath) => void;
}

/** Where int8 does not help and why, what is missing, and which path the roofline shows. */
function Reading({ report, path, onPath }: ReadingProps) {
  const options = report.runs.map(({ id }) => ({ value: id, label: NAMES[id] }));
  return (
    <div className={reading.reading}>
      <div className={css.roof}>
        <span>Roofline of</span>
        <SegmentedControl name="Path of the roofline" value={path} options={options} onChange={onPath} />
      </div>
      <p className={reading.badges}>
        <ProvenanceBadge kind="measured" note="here" />
        <ProvenanceBadge kind="modelled" note="roof and dashed rings" />
      </p>
      <p data-result="speed-reading">
        <b>Where int8 does not help:</b> {slowSentence(report)} <Term id="speedBench">What is timed</Term>
      </p>
      {report.gaps.map((gap) => (
        <p key={gap.id}>{gapSentence(report, gap)}</p>
      ))}
      <p>{methodSentence(report)}</p>
      <p>Binary weights are left out: no plan here runs a whole network on packed signs.</p>
    </div>
  );
}
