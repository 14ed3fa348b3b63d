import { useRef } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Button } from '../../controls/Button';
import { Chip } from '../../controls/Chip';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { count, percent } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import css from './ResultPanel.module.css';
import { type ResultRow, accuracyText, gainText, resultRow, resultsSentence, timeText } from './results';
import { RUN_NAMES } from './settings';
import type { RunId } from './runs';
import { useCurves } from './shown';
import { useTraining } from './store';
import { saveRun, takeRunTo } from './uses';

/** Accuracy before and after training, with its interval, of every run that is kept. */
export function ResultPanel() {
  const rows = useRows();
  return (
    <PanelFrame
      title="Before and after"
      caption="accuracy in %, 95 % interval"
      summary={resultsSentence(rows)}
      status={{ status: 'ready', problem: null, progress: null }}
      actions={rows.length > 0 && <ProvenanceBadge kind="measured" />}
      footer={
        <p className={css.open}>
          <span>Saved weights</span>
          <OpenFile side="a" />
          <OpenFile side="b" />
        </p>
      }
      table={() => ({
        columns: [
          'Run',
          'Recipe',
          'Scale',
          'Before (PTQ)',
          'Trained',
          'Low',
          'High',
          'Test images',
          'Steps',
          'Seconds',
          'State',
        ],
        rows: rows.map((row) => [
          RUN_NAMES[row.id],
          row.recipe,
          row.scale,
          row.before ?? '',
          row.after ?? '',
          row.low,
          row.high,
          row.images,
          row.step,
          row.ms / 1000,
          row.state,
        ]),
      })}
      exportName="training-results"
      fit="content"
      drawn={false}
    >
      {() => (rows.length === 0 ? <Waiting /> : <ResultTable rows={rows} />)}
    </PanelFrame>
  );
}

function useRows(): readonly ResultRow[] {
  const runs = useTraining((state) => state.runs);
  const curves = useCurves();
  const scores = useStore((state) => state.scores);
  return curves.flatMap(({ id, isOld }) => {
    const run = runs[id];
    const slot = scores[id];
    return run === null ? [] : [resultRow(run, isOld || slot.status !== 'ready' ? null : slot.value, isOld)];
  });
}

function Waiting() {
  return (
    <p className={css.waiting}>
      Here stands what training brought: the quantized network as the Lab measures it, and the same network after{' '}
      <Term id="qat">quantization-aware training</Term>, on test images that were never trained on.
    </p>
  );
}

/** Takes what a run has made to the Lab, or keeps it as a file. */
function UseWeights({ id }: { readonly id: RunId }) {
  const isMade = useTraining(({ runs }) => (runs[id]?.made?.step ?? 0) > 0);
  const isBusy = useTraining(({ queue }) => queue[0] === id);
  const sides = id === 'float' ? (['a', 'b'] as const) : ([id] as const);
  return (
    <>
      {sides.map((side) => (
        <Button key={side} small disabled={!isMade || isBusy} onClick={() => void takeRunTo(side, id)}>
          Use in {side.toUpperCase()}
        </Button>
      ))}
      <Button small disabled={!isMade || isBusy} onClick={() => void saveRun(id)}>
        Save
      </Button>
    </>
  );
}

/** Opens weights that were saved. */
function OpenFile({ side }: { readonly side: SideId }) {
  const input = useRef<HTMLInputElement>(null);
  const name = `Open a file of weights in ${side.toUpperCase()}`;
  return (
    <>
      <Button small onClick={() => input.current?.click()}>
        Open in {side.toUpperCase()}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        aria-label={name}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) void import('../../weights/files').then(({ openWeights }) => openWeights(side, file));
        }}
      />
    </>
  );
}

function ResultTable({ rows }: { readonly rows: readonly ResultRow[] }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col" className={css.wide}>
            Started with
          </th>
          <th scope="col">
            <Term id="ptq">Before (PTQ)</Term>
          </th>
          <th scope="col">Trained</th>
          <th scope="col">Points</th>
          <th scope="col" className={css.wide}>
            Steps
          </th>
          <th scope="col" className={css.wide}>
            Time
          </th>
          <th scope="col" className={css.wide}>
            State
          </th>
          <th scope="col">
            <span className="visually-hidden">Weights</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-run={row.id}>
            <th scope="row">
              <Chip side={row.id} />
            </th>
            <td className={css.wide} data-cell="recipe">
              {row.id === 'float' ? row.recipe : `${row.recipe}; ${row.scale}`}
            </td>
            <td>{row.before === null ? '–' : percent(row.before)}</td>
            <td className={css.strong} data-cell="trained">
              {accuracyText(row)}
            </td>
            <td data-cell="points">{gainText(row)}</td>
            <td className={css.wide}>
              {count(row.step)} of {count(row.steps)}
            </td>
            <td className={css.wide}>{timeText(row)}</td>
            <td className={css.wide} data-cell="state">
              {row.state}
            </td>
            <td className={css.use}>
              <UseWeights id={row.id} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
