import type { Arena } from '../../charts/clipping/arena';
import { readingOf } from '../../charts/clipping/reading';
import { Button } from '../../controls/Button';
import { Term } from '../../controls/Term';
import { setArea, setExperiment } from '../../store/actions';
import { store, useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { chooseMethod } from './ArenaBar';
import css from './cards.module.css';
import { type ArenaSettings, set } from './settings';
import type { RankingView } from './useRanking';

interface ReadingProps {
  readonly arena: Arena;
  readonly settings: ArenaSettings;
  readonly ranking: RankingView;
}

/** What the numbers say, and where to go from here. */
export function Reading({ arena, settings, ranking }: ReadingProps) {
  const best = ranking.rows.find(({ score, method }) => score !== null && method.trace !== null);
  const task = useStore(currentTask);
  const sides = ranking.comparedSides;
  return (
    <section className={`card ${css.reading ?? ''}`} aria-labelledby="clipping-reading">
      <h2 id="clipping-reading">Read it like this</h2>
      {readingOf(arena, ranking.rows, task).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>
        <Term id="clipping">Clipping</Term> and <Term id="rounding">rounding</Term> pull against each other: a smaller
        threshold clips more and rounds less.
      </p>
      <div className={css.row}>
        {best !== undefined && best.side !== 'a' && (
          <Button small onClick={() => chooseMethod('a', best.method.id, settings)}>
            {best.method.label} into A
          </Button>
        )}
        {settings.bits > 2 && (
          <Button small onClick={() => set('bits', settings.bits - 1)}>
            Show at {settings.bits - 1} bits
          </Button>
        )}
        {sides !== null && (
          <Button
            small
            onClick={() => {
              setExperiment({ ...store.getState().experiment, ...sides });
              setArea('lab');
            }}
          >
            Open A and B in the Lab
          </Button>
        )}
      </div>
    </section>
  );
}
