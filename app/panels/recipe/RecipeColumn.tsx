import { ArrowLeftRight, Copy, Ellipsis, RotateCcw } from 'lucide-react';
import type { SideId } from '../../../src/experiment/spec';
import { Chip } from '../../controls/Chip';
import { classes } from '../../controls/classes';
import { Menu } from '../../controls/Menu';
import { copyAToB, copyBToA, resetSide, swapSides } from '../../store/actions';
import { useStore } from '../../store/store';
import { LaterWhy } from './LaterWhy';
import css from './RecipeColumn.module.css';
import { RecipeFields } from './RecipeFields';
import { sideName } from './recipeName';
import { ResultBlock } from './ResultBlock';

/** One of the two recipes compared: its name, what it does, its settings and why the result is what it is. */
export function RecipeColumn({ side }: { readonly side: SideId }) {
  const spec = useStore((state) => state.experiment[side]);
  return (
    <section className={classes('card', css.column, css[side])} aria-label={`Recipe ${side.toUpperCase()}`}>
      <header className={css.head}>
        <Chip side={side} />
        <h2>
          {sideName(spec)
            .split(/(?<=,) /)
            .map((part) => (
              <span key={part}>{part} </span>
            ))}
        </h2>
        <RecipeMenu side={side} />
      </header>
      <ResultBlock side={side} />
      <div className={css.scroll}>
        <RecipeFields side={side} className={css.fields} />
        <LaterWhy side={side} />
      </div>
    </section>
  );
}

/** Copies, swaps and resets whole recipes. */
export function RecipeMenu({ side }: { readonly side: SideId }) {
  const other = side === 'a' ? 'B' : 'A';
  return (
    <Menu
      label={`More for recipe ${side.toUpperCase()}`}
      icon={<Ellipsis size={18} aria-hidden />}
      align={side === 'a' ? 'left' : 'right'}
      items={[
        {
          label: `Copy to ${other}`,
          icon: <Copy size={14} aria-hidden />,
          ...(side === 'a' && { hint: 'C' }),
          onSelect: side === 'a' ? copyAToB : copyBToA,
        },
        { label: 'Swap A and B', icon: <ArrowLeftRight size={14} aria-hidden />, hint: 'S', onSelect: swapSides },
        { label: 'Reset this recipe', icon: <RotateCcw size={14} aria-hidden />, onSelect: () => resetSide(side) },
      ]}
    />
  );
}
