import { Accuracy } from '../../charts/binary/Accuracy';
import {
  type AccuracyRow,
  accuracyModel,
  accuracySentence,
  accuracyTable,
  intervalText,
} from '../../charts/binary/accuracy-model';
import { count, fixed } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import { Button } from '../../controls/Button';
import { points } from '../../controls/format';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { store, useStore } from '../../store/store';
import tables from './tables.module.css';
import { cancelScores, measure, useScores } from './scores';
import type { BinarySettings } from './settings';
import { untrainedTasks } from './tasks';

interface AccuracyProps {
  readonly settings: BinarySettings;
  readonly rows: readonly AccuracyRow[];
}

/** The untrained measurements that go on or wait, as progress of the panel. */
function useStatus(): PanelStatus {
  const running = useScores((state) => state.running);
  const queue = useScores((state) => state.queue);
  const problem = useScores((state) => state.problem);
  if (problem !== null) return { status: 'failed', problem, progress: null };
  if (running === null || running.task.training !== null) return { status: 'ready', problem: null, progress: null };
  const waiting = queue.filter(({ training }) => training === null).length + 1;
  return {
    status: 'running',
    problem: null,
    progress: { done: Math.max(0, TASKS - waiting), total: TASKS },
    onCancel: cancelScores,
    partial: true,
  };
}

/** Seven methods in two groups, of which float is the same in both. */
const TASKS = 13;

export function AccuracyPanel({ settings, rows }: AccuracyProps) {
  const status = useStatus();
  const images = useStore((state) => state.experiment.images);
  const isCancelled = useScores((state) => state.isCancelled && state.running === null);
  const floatEnds = settings.ends === 'float';
  return (
    <PanelFrame
      title="Accuracy"
      caption={`%, ${count(images)} images; pale: gained by training`}
      summary={accuracySentence(rows)}
      status={status}
      actions={
        isCancelled ? (
          <Button
            small
            onClick={() => measure(untrainedTasks(store.getState().experiment, floatEnds), { first: false })}
          >
            Measure
          </Button>
        ) : (
          status.status !== 'running' && <ProvenanceBadge kind="measured" />
        )
      }
      table={() => accuracyTable(rows)}
      exportName="binary-accuracy"
    >
      {(size) => <Accuracy model={accuracyModel(rows, floatEnds, size)} />}
    </PanelFrame>
  );
}

/** The same numbers with their intervals, of the group that is chosen. */
export function AccuracyTablePanel({ settings, rows }: AccuracyProps) {
  const floatEnds = settings.ends === 'float';
  const shown = rows.filter((row) => row.method === 'float' || row.floatEnds === floatEnds);
  return (
    <PanelFrame
      title="Before and after training"
      caption={`accuracy in %, 95 % interval; ${floatEnds ? 'first and last layer float' : 'all layers quantized'}`}
      summary={accuracySentence(shown)}
      status={{ status: 'ready', problem: null, progress: null }}
      actions={<ProvenanceBadge kind="measured" />}
      table={() => accuracyTable(rows)}
      exportName="binary-accuracy-table"
      fit="content"
      drawn={false}
    >
      {() => (
        <div className={tables.scroll}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">Method</th>
                <th scope="col">Bits</th>
                <th scope="col">Untrained</th>
                <th scope="col">Trained</th>
                <th scope="col">Gained</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Line key={`${row.method} ${String(row.floatEnds)}`} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PanelFrame>
  );
}

function Line({ row }: { readonly row: AccuracyRow }) {
  const { untrained, trained, failure } = row;
  const gained =
    untrained === null || trained === null
      ? '–'
      : points(trained.correct / trained.images - untrained.correct / untrained.images);
  return (
    <tr data-method={row.method}>
      <th scope="row">{row.name}</th>
      <td>{fixed(row.bits, 2)}</td>
      <td data-cell="untrained">{intervalText(untrained)}</td>
      <td data-cell="trained" title={failure ?? undefined}>
        {failure === null ? intervalText(trained) : 'stopped: the loss grew'}
      </td>
      <td data-cell="gained">{gained}</td>
    </tr>
  );
}
