import { Check } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { ModelCard, TaskId } from '../../../src/model/types';
import { bytes, count } from '../../controls/format';
import { type ModelEntry, loadCard, loadModelList } from '../../engine/models';
import { setModel } from '../../store/actions';
import type { Problem } from '../../store/state';
import { useStore } from '../../store/store';
import { floatMetric } from './float-metric';
import css from './ModelDialog.module.css';

const TASK_NAMES: Readonly<Record<TaskId, string>> = {
  classify: 'classes of images',
  language: 'the next character',
  'super-resolution': 'a larger picture',
  output: 'what your file says',
  weights: 'nothing: weights without a network',
};

/** Every model that ships; a press takes it into the Lab. Arrow keys walk the list. */
export function ModelList() {
  const { entries, cards, problem } = useModels();
  const chosen = useStore((state) => state.experiment.model);
  if (problem !== null)
    return <p className={css.list} role="alert">{`${problem.title}. ${problem.cause} ${problem.next}`}</p>;
  return (
    <ul className={css.list} aria-label="Models">
      {entries.map((entry) => (
        <li key={entry.id}>
          <Entry entry={entry} card={cards.get(entry.id)} isChosen={entry.id === chosen} />
        </li>
      ))}
    </ul>
  );
}

interface EntryProps {
  readonly entry: ModelEntry;
  readonly card: ModelCard | undefined;
  readonly isChosen: boolean;
}

function Entry({ entry, card, isChosen }: EntryProps) {
  const { id, title, about, task, parameters } = entry;
  const facts = [
    `${count(parameters)} parameters`,
    bytes(entry.bytes),
    ...(card === undefined ? [] : [`float ${floatMetric(card).short}`, card.licence]),
  ];
  return (
    <button type="button" className={css.entry} aria-pressed={isChosen} onKeyDown={walk} onClick={() => setModel(id)}>
      <span className={css.name}>
        <b>{title}</b>
        {isChosen && <Check size={15} aria-hidden />}
      </span>
      <span className={css.tag}>
        predicts {TASK_NAMES[task]}; {entry.dataset}
      </span>
      <span>{about}</span>
      <small>{facts.join(', ')}</small>
    </button>
  );
}

interface Models {
  readonly entries: readonly ModelEntry[];
  readonly cards: ReadonlyMap<string, ModelCard>;
  readonly problem: Problem | null;
}

/** The arrows go from one model to the next. */
function walk({ key, currentTarget }: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  const buttons = [...(currentTarget.closest('ul')?.querySelectorAll('button') ?? [])];
  if (step !== undefined) buttons[buttons.indexOf(currentTarget) + step]?.focus();
}

const NONE: Models = { entries: [], cards: new Map(), problem: null };

/** What the server has: the list, then the card of each as it comes. A card that cannot be read leaves its entry short. */
function useModels(): Models {
  const [models, setModels] = useState<Models>(NONE);
  useEffect(() => {
    const controller = new AbortController();
    void loadModelList().then(async (list) => {
      if (controller.signal.aborted) return;
      if (!list.ok) {
        setModels({ ...NONE, problem: list.problem });
        return;
      }
      setModels({ ...NONE, entries: list.value });
      const cards = (await Promise.all(list.value.map(({ id }) => loadCard(id)))).flatMap((card) =>
        card.ok ? [[card.value.id, card.value] as const] : [],
      );
      // After the list has gone this changes nothing.
      setModels({ ...NONE, entries: list.value, cards: new Map(cards) });
    });
    return () => {
      controller.abort();
    };
  }, []);
  return models;
}
