import { useMemo } from 'react';
import type { RowReport } from '../../../src/jobs/round-reports';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Luck } from '../../charts/rounding/Luck';
import { luckModel, luckSentence, luckTable } from '../../charts/rounding/luck';
import { count, share } from '../../charts/frame/format';
import { NumberField } from '../../controls/NumberField';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import css from './RoundingScreen.module.css';
import { outputsOf } from './row-run';
import { type RoundingSettings, set } from './settings';
import { useRounding } from './store';

/** One output of the layer, rounded by chance many times and by every rule. */
export function LuckPanel({ settings }: { readonly settings: RoundingSettings }) {
  const { report, status, problem } = useRounding((state) => state.row);
  const layer = useStore((state) => state.view.layer);
  const model = useStore((state) => state.model);
  const outputs = model.status === 'ready' ? outputsOf(model.layers.find(({ name }) => name === layer)) : 1;
  const caption =
    report === null
      ? 'one output of the layer'
      : `output ${count(report.row)} of ${report.layer}, ${count(report.weights)} weights, ${count(report.draws.length)} draws`;
  return (
    <PanelFrame
      title="Luck or method?"
      caption={caption}
      summary={luckSentence(report)}
      status={{
        status: status === 'running' ? 'stale' : status === 'failed' ? 'failed' : 'ready',
        problem,
        progress: null,
      }}
      table={() => (report === null ? { columns: [], rows: [] } : luckTable(report))}
      exportName="rounding-luck"
      footer={
        <div className={css.rowFields}>
          <Choose
            name="Output"
            value={settings.row < 0 ? (report?.row ?? 0) : Math.min(settings.row, outputs - 1)}
            max={outputs - 1}
            onCommit={(next) => set('row', next)}
          />
          <Choose name="Draws" value={settings.draws} min={20} max={1000} onCommit={(next) => set('draws', next)} />
          {report !== null && (
            <span>
              {share(report.betterShare)} of the <Term id="stochastic">stochastic</Term> draws beat nearest
            </span>
          )}
        </div>
      }
    >
      {(size) => <Body report={report} size={size} />}
    </PanelFrame>
  );
}

interface ChooseProps {
  readonly name: string;
  readonly value: number;
  readonly min?: number;
  readonly max: number;
  readonly onCommit: (next: number) => void;
}

function Choose({ name, value, min = 0, max, onCommit }: ChooseProps) {
  return (
    <span className={css.choose}>
      <span aria-hidden>{name}</span>
      <NumberField name={name} value={value} range={{ min, max, integer: true }} step={1} onCommit={onCommit} />
    </span>
  );
}

function Body({ report, size }: { readonly report: RowReport | null; readonly size: Size }) {
  const model = useMemo(() => (report === null ? null : luckModel(report, size)), [report, size]);
  if (model !== null) return <Luck model={model} />;
  return (
    <p className={css.empty}>
      {report === null
        ? 'Loading training images.'
        : 'The inputs of this output are always 0: no rounding costs anything.'}
    </p>
  );
}
