import { memo, useDeferredValue, useEffect } from 'react';
import { type Arena, methodOf, sideOf } from '../../charts/clipping/arena';
import { useStore } from '../../store/store';
import { Screen } from '../Screen';
import { ArenaBar } from './ArenaBar';
import { BatchesCard } from './BatchesCard';
import css from './ClippingScreen.module.css';
import { CostPanel } from './CostPanel';
import { KlCard } from './KlCard';
import { OctavCard } from './OctavCard';
import { RankingPanel, WidthsPanel } from './RankingPanel';
import { Reading } from './Reading';
import { followSettings, useArenaSlot } from './runner';
import { AciqCard, MseCard, PercentileCard } from './SearchCards';
import type { ArenaSettings } from './settings';
import { ThresholdPanel } from './ThresholdPanel';
import { useArena } from './useArena';
import { useRanking } from './useRanking';

/** Every way to choose a threshold on one histogram, each with the curve it follows, ranked by accuracy. */
export function ClippingScreen() {
  useEffect(followSettings, []);
  const view = useArena();
  const { settings, arena, status, isCurrent } = view;
  // The ranking follows a slider when there is time; the charts of the threshold keep up with it.
  const later = useDeferredValue(view);
  // What comes below is drawn first when there is time, too.
  const isBelow = useDeferredValue(arena !== null, false);
  return (
    <Screen
      area="clipping"
      title="Clipping arena"
      caption="Each method optimises something else to find one threshold; accuracy decides."
      bar={<ArenaBar settings={settings} />}
    >
      {arena === null ? (
        <Waiting />
      ) : (
        <>
          <div className={css.upper}>
            <ThresholdPanel arena={arena} status={status} />
            <CostPanel arena={arena} status={status} />
          </div>
          {isBelow && (
            <>
              <Cards arena={arena} {...cardSettings(settings)} isCurrent={isCurrent} />
              <Outcome arena={later.arena ?? arena} settings={later.settings} isCurrent={later.isCurrent} />
            </>
          )}
        </>
      )}
    </Screen>
  );
}

const WAITING = `Waiting for the network and its values. Then every method sets its threshold on one histogram, beside the objective that
led it there: min-max, percentile, KL divergence, MSE, OCTAV and ACIQ; the accuracy of the network ranks them.`;

/** Before the first result: what is waited for, or why there will be none. */
function Waiting() {
  const model = useStore((state) => state.model);
  const { problem } = useArenaSlot('tensor');
  const reason = model.status === 'failed' ? model.problem : problem;
  return (
    <section className="card" aria-label="Clipping arena, not yet measured">
      <p className={css.waiting} role="status">
        {reason === null ? WAITING : `${reason.title}. ${reason.cause} ${reason.next}`}
      </p>
    </section>
  );
}

interface PartProps {
  readonly arena: Arena;
  readonly settings: ArenaSettings;
  readonly isCurrent: boolean;
}

type CardSettings = Pick<ArenaSettings, 'alpha' | 'badBatch' | 'percentile' | 'cursor' | 'step' | 'distribution'>;

/** What the cards draw of the settings: the others do not draw them again. */
function cardSettings({ alpha, badBatch, percentile, cursor, step, distribution }: ArenaSettings): CardSettings {
  return { alpha, badBatch, percentile, cursor, step, distribution };
}

/** Each estimator with its own objective. */
const Cards = memo(function Cards({ arena, isCurrent, ...settings }: Omit<PartProps, 'settings'> & CardSettings) {
  const { tensor } = arena;
  const { alpha, badBatch, percentile, cursor, step, distribution } = settings;
  const card = (id: string) => ({ method: methodOf(arena, id), side: sideOf(arena, id), isOld: !isCurrent });
  return (
    <div className={css.cards}>
      <BatchesCard {...card('minmax')} alpha={alpha} badBatch={badBatch} largest={tensor.largest} />
      <PercentileCard {...card('percentile')} percentile={percentile} n={tensor.n} />
      <KlCard {...card('kl')} cursor={cursor} />
      <MseCard {...card('mse')} />
      <OctavCard {...card('octav')} step={step} />
      <AciqCard {...card('aciq')} tensor={tensor} distribution={distribution} />
    </div>
  );
});

/** What the network makes of it. */
const Outcome = memo(function Outcome({ arena, settings, isCurrent }: PartProps) {
  const ranking = useRanking(arena, settings, isCurrent);
  return (
    <div className={css.lower}>
      <RankingPanel settings={settings} ranking={ranking} />
      <WidthsPanel settings={settings} ranking={ranking} />
      <Reading arena={arena} settings={settings} ranking={ranking} />
    </div>
  );
});
