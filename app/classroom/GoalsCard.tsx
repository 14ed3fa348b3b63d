import { Plus, X } from 'lucide-react';
import { goalProblem, quantitiesFor, quantityLabel, unitOf } from '../../src/classroom/goals';
import { CAPS, type Goal, MOST_GOAL_VALUE, type Quantity } from '../../src/experiment/assignment';
import { Button, IconButton } from '../controls/Button';
import { NumberField } from '../controls/NumberField';
import { Select, type SelectOption } from '../controls/Select';
import { useStore } from '../store/store';
import { currentTask } from '../store/test-items';
import css from './AssignPage.module.css';
import { changeDraft, useDraft } from './draft';

const RELATIONS = [
  { value: 'at least', label: 'at least' },
  { value: 'at most', label: 'at most' },
];

/** What has to be reached and what it may cost: relations over measured values. */
export function GoalsCard() {
  const { goals } = useDraft();
  const replace = (at: number, goal: Goal | null): void =>
    changeDraft({ goals: goals.flatMap((old, place) => (place !== at ? [old] : goal === null ? [] : [goal])) });
  return (
    <section className="card" aria-labelledby="assign-goals">
      <div className={css.card}>
        <h3 id="assign-goals">Goals and budget</h3>
        <p>
          All of them have to hold at the same time, for the values that are measured in the student’s tab, where each
          is ticked as soon as it is reached.
        </p>
        <ul className={css.goals}>
          {goals.map((goal, at) => (
            <GoalRow key={at} at={at} goal={goal} onChange={(next) => replace(at, next)} />
          ))}
        </ul>
        <div className={css.row}>
          <Button
            disabled={goals.length >= CAPS.goals}
            onClick={() => changeDraft({ goals: [...goals, { quantity: 'bits', is: 'at most', value: 4.5 }] })}
          >
            <Plus size={14} aria-hidden />
            Add a goal
          </Button>
        </div>
      </div>
    </section>
  );
}

interface GoalRowProps {
  readonly at: number;
  readonly goal: Goal;
  /** Null takes the goal away. */
  readonly onChange: (goal: Goal | null) => void;
}

function GoalRow({ at, goal, onChange }: GoalRowProps) {
  const model = useStore((state) => state.model);
  const task = useStore((state) => currentTask(state).id);
  const layers = model.status === 'ready' ? model.layers.map(({ name }) => name) : [];
  const problem = model.status === 'ready' ? goalProblem(goal, { task, layers }) : null;
  const possible = quantitiesFor(task);
  const isForeign = !possible.some(({ id }) => id === goal.quantity);
  const options = [
    ...possible.map(({ id, label }): SelectOption => ({ value: id, label })),
    ...(isForeign ? [{ value: goal.quantity, label: quantityLabel(goal.quantity) }] : []),
  ];
  const of = `of goal ${String(at + 1)}`;
  const note = `goal-problem-${String(at)}`;
  return (
    <li className={css.goal}>
      <Select
        name={`Quantity ${of}`}
        value={goal.quantity}
        options={options}
        describedBy={problem === null ? undefined : note}
        onChange={(quantity) => onChange(withQuantity(goal, quantity as Quantity, layers))}
      />
      {goal.quantity === 'sqnr' && (
        <Select
          name={`Layer ${of}`}
          value={goal.layer ?? ''}
          options={[...new Set([...layers, goal.layer ?? ''])].map((name) => ({ value: name, label: name }))}
          onChange={(layer) => onChange({ ...goal, layer })}
        />
      )}
      <Select
        name={`Relation ${of}`}
        value={goal.is}
        options={RELATIONS}
        onChange={(is) => onChange({ ...goal, is: is === 'at most' ? is : 'at least' })}
      />
      <span className={css.number}>
        <NumberField
          name={`Number ${of}`}
          value={goal.value}
          range={{ min: -MOST_GOAL_VALUE, max: MOST_GOAL_VALUE, integer: false }}
          step={1}
          describedBy={problem === null ? undefined : note}
          onCommit={(value) => onChange({ ...goal, value })}
        />
      </span>
      <span className={css.unit}>{unitOf(goal.quantity)}</span>
      <IconButton label={`Remove goal ${String(at + 1)}`} onClick={() => onChange(null)}>
        <X size={14} aria-hidden />
      </IconButton>
      {problem !== null && (
        <p id={note} className={css.problem} role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}

/** Another quantity with a relation that suits it; only an SQNR has a layer. */
function withQuantity({ value }: Goal, quantity: Quantity, layers: readonly string[]): Goal {
  const isCost = ['bits', 'codes', 'loss', 'changed', 'bpc'].includes(quantity);
  const layer = quantity === 'sqnr' ? { layer: layers[0] ?? '' } : {};
  return { quantity, is: isCost ? 'at most' : 'at least', value, ...layer };
}
