import { useEffect, useMemo } from 'react';
import { MOST_PASTED, type ReadAnswers, readAnswers } from '../../src/classroom/answers';
import { Button } from '../controls/Button';
import { count } from '../controls/format';
import { ProgressBar } from '../controls/ProgressBar';
import { useStore } from '../store/store';
import { AnswersPanel } from './AnswersPanel';
import { AnswersTable } from './AnswersTable';
import { recheckAll, setPasted, stopRecheck, useCompare } from './compare';
import css from './ComparePage.module.css';
import { answerRow } from './rows';

/** Where a teacher pastes the links that were handed in, and sees them side by side. */
export function ComparePage() {
  const { text, outcomes } = useCompare();
  const read = useMemo(() => readAnswers(text), [text]);
  const rows = useMemo(
    () => read.answers.map((handed) => answerRow(handed, outcomes.get(handed.hash) ?? null)),
    [read, outcomes],
  );
  // Measuring puts other settings on screen: it ends with this page.
  useEffect(() => stopRecheck, []);
  return (
    <div className={css.page}>
      <section className="card" aria-labelledby="compare-paste">
        <div className={css.paste}>
          <h3 id="compare-paste">Answers</h3>
          <label>
            <span>One link a line, or whole e-mails with links inside. Nothing leaves this tab.</span>
            <textarea
              rows={7}
              value={text}
              maxLength={MOST_PASTED}
              spellCheck={false}
              onChange={(event) => setPasted(event.currentTarget.value)}
            />
          </label>
          <Counts read={read} />
          <Run isEmpty={rows.length === 0} />
        </div>
      </section>
      <Refused read={read} />
      {rows.length > 0 && (
        <>
          <AnswersPanel rows={rows} read={read} />
          <AnswersTable rows={rows} />
        </>
      )}
    </div>
  );
}

function Counts({ read: { answers, refused, repeated, passed } }: { readonly read: ReadAnswers }) {
  const parts = [
    `${count(answers.length)} ${answers.length === 1 ? 'answer' : 'answers'}`,
    ...(refused.length > 0 ? [`${count(refused.length)} not readable`] : []),
    ...(repeated > 0 ? [`${count(repeated)} more than once`] : []),
    ...(passed > 0 ? [`${count(passed)} ${passed === 1 ? 'line' : 'lines'} without a link`] : []),
  ];
  return <p role="status">{parts.join(', ')}.</p>;
}

/** Measures all answers again, with how far that is. */
function Run({ isEmpty }: { readonly isEmpty: boolean }) {
  const { run } = useCompare();
  const isGuided = useStore(({ assignment, answer }) => assignment !== null || answer !== null);
  if (run !== null)
    return (
      <div className={css.row}>
        <ProgressBar label="Answers measured again" done={run.done} total={run.total} length="fill" />
        <span>{`${String(run.done)} of ${String(run.total)}`}</span>
        <Button onClick={stopRecheck}>Cancel</Button>
      </div>
    );
  return (
    <div className={css.row}>
      <Button kind="primary" disabled={isEmpty || isGuided} onClick={() => void recheckAll()}>
        Re-run all
      </Button>
      <span>{isGuided ? 'Leave the open assignment first.' : 'Each answer is measured again in this tab.'}</span>
    </div>
  );
}

/** What could not be read, named; the text itself stays as it was pasted. */
function Refused({ read: { refused } }: { readonly read: ReadAnswers }) {
  if (refused.length === 0) return null;
  return (
    <section className="card" aria-labelledby="compare-refused">
      <div className={css.refused}>
        <h3 id="compare-refused">Skipped</h3>
        <ul>
          {refused.map(({ line, text, message }) => (
            <li key={`${String(line)} ${text}`}>
              <b>Line {line}:</b> {message} <code>{text}</code>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
