import type { KeyboardEvent } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { Chip } from '../../controls/Chip';
import { classes } from '../../controls/classes';
import { useStore } from '../../store/store';
import { widths } from '../recipe/activation-words';
import { currentTask } from '../../store/test-items';
import { shortRecipeName } from '../recipe/recipeName';
import { resultText } from '../recipe/result';
import { useLasting } from '../recipe/useLasting';
import css from './MobileLayout.module.css';

interface ResultTabsProps {
  readonly side: SideId;
  readonly onChange: (side: SideId) => void;
}

/** Both results; the chosen one's recipe is in the sheet. */
export function ResultTabs({ side, onChange }: ResultTabsProps) {
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const next = side === 'a' ? 'b' : 'a';
    onChange(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className={css.tabs} role="tablist" aria-label="Recipes" tabIndex={-1} onKeyDown={press}>
      {(['a', 'b'] as const).map((id) => (
        <Tab key={id} id={id} isSelected={id === side} onSelect={() => onChange(id)} />
      ))}
    </div>
  );
}

interface TabProps {
  readonly id: SideId;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

function Tab({ id, isSelected, onSelect }: TabProps) {
  const spec = useStore((state) => state.experiment[id]);
  const score = useStore((state) => state.scores[id]);
  const float = useStore((state) => state.scores.float);
  const network = useStore((state) => state.networkReports[id]);
  const task = useStore(currentTask);
  const text = resultText({ task, score, float, network });
  const isOld = useLasting(text.isOld);
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      aria-selected={isSelected}
      aria-controls="recipe-sheet"
      tabIndex={isSelected ? 0 : -1}
      className={classes(css.tab, css[id], isOld && css.old)}
      onClick={onSelect}
      data-spoils
    >
      <span className={css.name}>
        <Chip side={id} />
        <span>{widths(spec) ?? shortRecipeName(spec.recipe)}</span>
      </span>
      <span className={css.hero} data-result={`accuracy-${id}`}>
        {text.value}
        <small> {text.unit}</small>
      </span>
      <span className={css.detail} style={{ display: 'block' }}>
        {text.range}
        {text.changedLabel !== null && `, ${text.changed} changed`}
      </span>
    </button>
  );
}
