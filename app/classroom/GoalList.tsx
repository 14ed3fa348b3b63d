import { CircleCheck, CircleDashed } from 'lucide-react';
import { goalText, goalValueText, isBudget, meets } from '../../src/classroom/goals';
import type { Goal } from '../../src/experiment/assignment';
import { classes } from '../controls/classes';
import css from './TaskDock.module.css';

interface GoalListProps {
  readonly goals: readonly Goal[];
  /** Measured values, in the order of the goals. */
  readonly values: readonly (number | null)[];
  /** What an answer says that they were. */
  readonly claimed?: readonly (number | null)[];
}

/** What has to be reached and what it may cost, each with the value measured now and a tick where that is enough. */
export function GoalList(props: GoalListProps) {
  const { goals } = props;
  const rows = goals.map((goal, at) => ({ goal, at }));
  const [costs, results] = [
    rows.filter(({ goal }) => isBudget(goal.quantity)),
    rows.filter(({ goal }) => !isBudget(goal.quantity)),
  ];
  return (
    <>
      {results.length > 0 && <Rows title={results.length === 1 ? 'Goal' : 'Goals'} rows={results} {...props} />}
      {costs.length > 0 && <Rows title="Budget" rows={costs} {...props} />}
    </>
  );
}

interface RowsProps extends GoalListProps {
  readonly title: string;
  readonly rows: readonly { readonly goal: Goal; readonly at: number }[];
}

function Rows({ title, rows, values, claimed }: RowsProps) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      <ul className={css.goals}>
        {rows.map(({ goal, at }) => {
          const value = values[at] ?? null;
          const isMet = meets(goal, value);
          const Icon = isMet ? CircleCheck : CircleDashed;
          return (
            <li key={at} className={classes(css.goal, isMet && css.met)} data-met={isMet}>
              <Icon size={16} aria-label={isMet ? 'met' : 'not met'} />
              <span>{goalText(goal)}</span>
              <b>{goalValueText(goal.quantity, value)}</b>
              {claimed !== undefined && <small>in the link: {goalValueText(goal.quantity, claimed[at] ?? null)}</small>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
