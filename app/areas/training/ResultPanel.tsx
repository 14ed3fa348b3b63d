import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Chip } from '../../controls/Chip';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { count, percent } from '../../controls/format';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import css from './ResultPanel.module.css';
import { type ResultRow, accuracyText, gainText, resultRow, resultsSentence, timeText } from './results';
import { RUN_NAMES } from './settings';
import { useCurves } from './shown';
import { useTraining } from './store';

/** Accuracy before and after training, with its interval, of every run that is kept. */
export function ResultPanel() {
  const rows = useRows();
  return (
    <PanelFrame
      title="Before and after"
      caption="accuracy in %, 95 % interval"
      summary={resultsSentence(rows)}
      status={{ status: 'ready', problem: null, progress: null }}
      actions={<ProvenanceBadge kind="measured" />}
      table={() => ({
        columns: ['Run', 'Scale', 'Before (PTQ)', 'Trained', 'Low', 'High', 'Test images', 'Steps', 'Seconds', 'State'],
        rows: rows.map((row) => [
          RUN_NAMES[row.id],
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

function ResultTable({ rows }: { readonly rows: readonly ResultRow[] }) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col" className={css.wide}>
            Scale
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
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-run={row.id}>
            <th scope="row">
              <Chip side={row.id} />
            </th>
            <td className={css.wide}>{row.scale}</td>
            <td>{row.before === null ? '–' : percent(row.before)}</td>
            <td className={css.strong} data-cell="trained">
              {accuracyText(row)}
            </td>
            <td data-cell="points">{gainText(row)}</td>
            <td className={css.wide}>
              {count(row.step)} of {count(row.steps)}
            </td>
            <td className={css.wide}>{timeText(row)}</td>
            <td className={css.wide}>{row.state}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
