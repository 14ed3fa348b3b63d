import { Check, CircleDashed, CircleX, TriangleAlert, X } from 'lucide-react';
import type { Task } from '../../../src/tasks/task';
import type { Digest } from '../../store/state';
import { useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import type { DigestReport, DigestRow } from './digest';
import css from './DigestTable.module.css';

const TITLES = {
  pending: 'Not yet measured',
  reproduced: 'Reproduced',
  differs: 'Differs',
  network: 'Made with another network',
  changed: 'Settings changed since',
} as const;
const ICONS = {
  pending: CircleDashed,
  reproduced: Check,
  differs: TriangleAlert,
  network: CircleX,
  changed: CircleDashed,
} as const;

/** Numbers as the opened link promised them, beside those of this tab. */
export function DigestTable({ digest, report }: { readonly digest: Digest; readonly report: DigestReport }) {
  const Icon = ICONS[report.state];
  const task = useStore(currentTask);
  return (
    <section className={css.digest} data-state={report.state}>
      <h3 className={css.head}>
        <Icon size={15} aria-hidden />
        {TITLES[report.state]}
      </h3>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{task.digest.head(digest.images)}</th>
            <th scope="col">in the link</th>
            <th scope="col">this tab</th>
            <th scope="col">
              <span className="visually-hidden">equal</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              task={task}
              isJudged={report.state === 'reproduced' || report.state === 'differs'}
            />
          ))}
        </tbody>
      </table>
      {report.advice !== null && <p>{report.advice}</p>}
      <p>
        weights <code>{digest.weights}</code>
      </p>
    </section>
  );
}

interface RowProps {
  readonly row: DigestRow;
  readonly task: Task;
  readonly isJudged: boolean;
}

function Row({ row, task: { digest }, isJudged }: RowProps) {
  const isEqual = row.here === row.inLink;
  return (
    <tr data-id={row.id}>
      <th scope="row">{row.name}</th>
      <td>{digest.text(row.inLink)}</td>
      <td>{row.here === null ? '–' : digest.text(row.here)}</td>
      <td>{isJudged && (isEqual ? <Check size={13} aria-label="equal" /> : <X size={13} aria-label="not equal" />)}</td>
    </tr>
  );
}
