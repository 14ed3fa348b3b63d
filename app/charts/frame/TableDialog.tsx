import { Dialog } from '../../controls/Dialog';
import css from './PanelFrame.module.css';
import type { FrameTable } from './table';

interface TableDialogProps {
  readonly title: string;
  readonly summary: string;
  readonly table: FrameTable;
  readonly onClose: () => void;
}

/** What scrolls must take the focus, or the keyboard cannot scroll it. */
const SCROLLER = { role: 'region', tabIndex: 0 } as const;

/** The numbers of a chart as a table, with the chart's own sentence above it. */
export function TableDialog({ title, summary, table, onClose }: TableDialogProps) {
  return (
    <Dialog title={title} width={720} onClose={onClose}>
      <p className={css.summary}>{summary}</p>
      <div className={css.scroll} {...SCROLLER} aria-label={`${title}, table`}>
        <table className="plain">
          <thead>
            <tr>
              {table.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
