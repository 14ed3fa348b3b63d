import type { ReadAnswers } from '../../src/classroom/answers';
import type { Goal } from '../../src/experiment/assignment';
import { AnswersChart } from '../charts/answers/AnswersChart';
import { type AnswerBars, answersModel, answersSentence } from '../charts/answers/model';
import { PanelFrame } from '../charts/frame/PanelFrame';
import { type AnswerRow, answersTable } from './rows';

const DONE = { status: 'ready', problem: null, progress: null } as const;

/** All answers by result and stored bits; those of the unit that most of them have. */
export function AnswersPanel({ rows, read }: { readonly rows: readonly AnswerRow[]; readonly read: ReadAnswers }) {
  const inPercent = rows.filter(({ unit }) => unit === '%');
  const shown = 2 * inPercent.length >= rows.length ? inPercent : rows.filter(({ unit }) => unit === '');
  const unit = shown[0]?.unit ?? '%';
  const points = shown.map(({ name, bits, value, met, goals }) => ({
    name,
    bits,
    value,
    isMet: goals > 0 && met === goals,
  }));
  const bars = barsOf(read, shown);
  const left = rows.length - shown.length;
  return (
    <PanelFrame
      title="Result and stored bits"
      caption={`${unit === '%' ? 'accuracy of B, %' : 'result of B'}, as the links say; filled: all goals met${left > 0 ? `; ${String(left)} in another unit left out` : ''}`}
      summary={answersSentence(points, { unit, judged: true })}
      status={DONE}
      table={() => answersTable(rows)}
      exportName="answers"
      fit="content"
    >
      {({ width }) => (
        <AnswersChart model={answersModel(points, bars, { width, height: HEIGHT })} points={points} unit={unit} />
      )}
    </PanelFrame>
  );
}

const HEIGHT = 300;

/** Goal and budget, where all answers were asked for the same. */
function barsOf({ answers }: ReadAnswers, rows: readonly AnswerRow[]): AnswerBars {
  const goals = answers.find(({ hash }) => hash === rows[0]?.hash)?.assignment?.goals;
  const isOne = new Set(rows.map(({ taskKey }) => taskKey)).size === 1;
  if (goals === undefined || !isOne) return { bits: null, value: null };
  const bar = (is: Goal['is'], ...quantities: Goal['quantity'][]): number | null =>
    goals.find((goal) => goal.is === is && quantities.includes(goal.quantity))?.value ?? null;
  return { bits: bar('at most', 'bits'), value: bar('at least', 'accuracy', 'psnr') ?? bar('at most', 'bpc') };
}
