import { Play } from 'lucide-react';
import { binaryScreen } from '../../../src/experiment/screens/binary';
import type { BenchReport } from '../../../src/jobs/binary-reports';
import { Bench } from '../../charts/binary/Bench';
import { benchModel, benchSentence, benchTable } from '../../charts/binary/bench-model';
import { count } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import reading from '../../charts/frame/reading.module.css';
import type { PanelStatus } from '../../charts/frame/status';
import { Button } from '../../controls/Button';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { Select } from '../../controls/Select';
import { useStore } from '../../store/store';
import css from './BenchPanel.module.css';
import { benchKey, benchRuns, runBench } from './bench-run';
import { useScores } from './scores';
import { type BinarySettings, set } from './settings';

/** The packed product timed in this tab, beside the formula and the paper. */
export function BenchPanel({ settings }: { readonly settings: BinarySettings }) {
  const layer = useStore((state) => state.view.layer) ?? '';
  const modelId = useStore((state) => state.experiment.model);
  const { reports, progress, problem } = benchRuns.useRuns();
  const report = reports.get(benchKey(settings, modelId, layer)) ?? null;
  const status: PanelStatus =
    progress !== null
      ? { status: 'running', problem: null, progress, onCancel: () => benchRuns.cancel(), partial: true }
      : { status: problem === null ? 'ready' : 'failed', problem, progress: null };
  return (
    <PanelFrame
      title="Bench"
      caption={captionOf(report)}
      summary={benchSentence(report)}
      status={status}
      actions={progress === null && <Controls settings={settings} layer={layer} isAgain={report !== null} />}
      table={() => benchTable(report)}
      exportName="binary-bench"
      fit="content"
      footer={<Reading report={report} />}
    >
      {({ width }) => <Bench model={benchModel(report, width)} />}
    </PanelFrame>
  );
}

function captionOf(report: BenchReport | null): string {
  if (report === null) return 'not run yet';
  return `${count(report.m)} × ${count(report.k)} × ${count(report.n)}, median of 21`;
}

interface ControlsProps {
  readonly settings: BinarySettings;
  readonly layer: string;
  readonly isAgain: boolean;
}

function Controls({ settings, layer, isAgain }: ControlsProps) {
  const isBusy = useScores((state) => state.running !== null);
  const isDepthwise = useStore(
    ({ model }) =>
      model.status === 'ready' && model.layers.some((one) => one.name === layer && one.layout === 'depthwise'),
  );
  const reason = isBusy
    ? 'A training or measurement would disturb it.'
    : settings.bench === 'layer' && isDepthwise
      ? 'A depthwise layer is no matrix product.'
      : null;
  return (
    <>
      <span className={css.select}>
        <Select
          name="Product that is timed"
          value={settings.bench}
          options={binaryScreen.bench.options}
          onChange={(value) => set('bench', value)}
        />
      </span>
      <Button
        small
        disabled={reason !== null}
        title={reason ?? undefined}
        onClick={() => void runBench(settings, layer)}
      >
        <Play size={13} aria-hidden />
        {isAgain ? 'Run again' : 'Run'}
      </Button>
    </>
  );
}

/** Where the numbers come from, and why they differ. */
function Reading({ report }: { readonly report: BenchReport | null }) {
  return (
    <div className={reading.reading}>
      <p className={reading.badges}>
        <ProvenanceBadge kind="measured" note="this tab" />
        <ProvenanceBadge kind="modelled" note="formula" />
        <ProvenanceBadge kind="published" note="paper" />
      </p>
      {report !== null && (
        <p data-result="exact">
          {report.exact
            ? `All ${count(report.m * report.n)} outputs equal the float product of the signs.`
            : 'The outputs differ from the float product of the signs.'}{' '}
          {report.kernels === 'plain' && 'Without SIMD: plain loops, which gain little. '}
          Whole network: {count(report.network.binary.packed)} bytes binary ({count(report.network.binary.counted)}{' '}
          counted), {count(report.network.ternary.packed)} ternary, {count(report.network.float)} float32.
        </p>
      )}
      <p>
        The formula counts operations, one word at a time against one multiplication. Here float32 too runs four at a
        time, popcount counts bytes and its sums must be added up; the paper left memory out of its 58 ×.
      </p>
    </div>
  );
}
