import { ArrowDown, ArrowUp, Check, CircleX, Download, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../controls/Button';
import { fixed } from '../controls/format';
import { addressOf } from './address';
import css from './ComparePage.module.css';
import { ScrollTable } from './ScrollTable';
import { type AnswerRow, type SortKey, answersTable, sorted, valueText } from './rows';

const COLUMNS: readonly { readonly key: SortKey; readonly label: string; readonly falls?: true }[] = [
  { key: 'name', label: 'Name' },
  { key: 'task', label: 'Task' },
  { key: 'network', label: 'Network' },
  { key: 'recipe', label: 'B' },
  { key: 'value', label: 'Result of B', falls: true },
  { key: 'bits', label: 'Stored bits' },
  { key: 'met', label: 'Goals met', falls: true },
  { key: 'verdict', label: 'Measured again' },
];

/** The answers as a table that is sorted by any column. */
export function AnswersTable({ rows }: { readonly rows: readonly AnswerRow[] }) {
  const [by, setBy] = useState<{ readonly key: SortKey; readonly isDescending: boolean }>({
    key: 'line',
    isDescending: false,
  });
  const sort = (key: SortKey, falls = false): void =>
    setBy((now) => ({ key, isDescending: now.key === key ? !now.isDescending : falls }));
  const download = (): void =>
    void import('../charts/frame/export').then((module) => module.downloadCsv(answersTable(rows), 'answers'));
  return (
    <section className="card" aria-labelledby="compare-table">
      <header className={css.head}>
        <h3 id="compare-table">Table</h3>
        <Button small onClick={download}>
          <Download size={14} aria-hidden />
          Save CSV
        </Button>
      </header>
      <ScrollTable label="Answers, table" className={css.table}>
        <thead>
          <tr>
            {COLUMNS.map(({ key, label, falls }) => (
              <th
                key={key}
                scope="col"
                aria-sort={by.key !== key ? undefined : by.isDescending ? 'descending' : 'ascending'}
              >
                <button type="button" onClick={() => sort(key, falls)}>
                  {label}
                  {by.key === key &&
                    (by.isDescending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
                </button>
              </th>
            ))}
            <th scope="col">Link</th>
          </tr>
        </thead>
        <tbody>
          {sorted(rows, by.key, by.isDescending).map((row) => (
            <Row key={row.hash} row={row} />
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

function Row({ row }: { readonly row: AnswerRow }) {
  const isMet = row.goals > 0 && row.met === row.goals;
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td>{row.task}</td>
      <td>{row.network}</td>
      <td>{row.recipe}</td>
      <td className={css.number}>{valueText(row)}</td>
      <td className={css.number}>{fixed(row.bits, 2)}</td>
      <td data-met={isMet}>
        {row.isJudged ? `${String(row.met)} of ${String(row.goals)}` : 're-run to see'}
        {isMet && <Check size={13} aria-hidden />}
        {row.broken !== '' && (
          <span className={css.warn}>
            <TriangleAlert size={13} aria-hidden />
            changed although locked: {row.broken}
          </span>
        )}
      </td>
      <td>
        <Verdict row={row} />
      </td>
      <td>
        <a href={addressOf(row.hash)} target="_blank" rel="noreferrer" aria-label={`Open the answer of ${row.name}`}>
          open
        </a>
      </td>
    </tr>
  );
}

/** Whether the numbers came out again, and what came out instead. */
function Verdict({ row: { outcome, verdict, here, unit } }: { readonly row: AnswerRow }) {
  if (outcome === null || verdict === '') return <span className={css.quiet}>not yet</span>;
  const isEqual = verdict === 'reproduced';
  const Icon = isEqual ? Check : 'problem' in outcome ? CircleX : TriangleAlert;
  return (
    <span className={isEqual ? css.good : css.warn}>
      <Icon size={13} aria-hidden />
      {verdict}
      {!isEqual && here !== null && `; here ${valueText({ value: here, unit })}`}
    </span>
  );
}
