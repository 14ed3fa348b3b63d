import { useEffect } from 'react';
import { type Arena, methodOf, sideOf } from '../../charts/clipping/arena';
import { Screen } from '../Screen';
import { ArenaBar } from './ArenaBar';
import { BatchesCard } from './BatchesCard';
import css from './ClippingScreen.module.css';
import { CostPanel } from './CostPanel';
import { KlCard } from './KlCard';
import { OctavCard } from './OctavCard';
import { RankingPanel, WidthsPanel } from './RankingPanel';
import { Reading } from './Reading';
import { followSettings } from './runner';
import { AciqCard, MseCard, PercentileCard } from './SearchCards';
import type { ArenaSettings } from './settings';
import { ThresholdPanel } from './ThresholdPanel';
import { useArena } from './useArena';
import { useRanking } from './useRanking';

/** Every way to choose a threshold on one histogram, each with the curve it follows, ranked by accuracy. */
export function ClippingScreen() {
  useEffect(followSettings, []);
  const { settings, arena, status } = useArena();
  return (
    <Screen
      area="clipping"
      title="Clipping arena"
      caption="Each method optimises something else to find one threshold; accuracy decides."
      bar={<ArenaBar settings={settings} />}
    >
      {arena !== null && (
        <>
          <div className={css.upper}>
            <ThresholdPanel arena={arena} settings={settings} status={status} />
            <CostPanel arena={arena} status={status} />
          </div>
          <Cards arena={arena} settings={settings} />
          <Outcome arena={arena} settings={settings} />
        </>
      )}
    </Screen>
  );
}

/** Each estimator with its own objective. */
function Cards({ arena, settings }: { readonly arena: Arena; readonly settings: ArenaSettings }) {
  const { tensor } = arena;
  const { alpha, badBatch, percentile, cursor, step, distribution } = settings;
  const card = (id: string) => ({ method: methodOf(arena, id), side: sideOf(arena, id) });
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
}

/** What the network makes of it. */
function Outcome({ arena, settings }: { readonly arena: Arena; readonly settings: ArenaSettings }) {
  const ranking = useRanking(arena, settings);
  return (
    <div className={css.lower}>
      <RankingPanel settings={settings} ranking={ranking} />
      <WidthsPanel settings={settings} ranking={ranking} />
      <Reading arena={arena} settings={settings} ranking={ranking} />
    </div>
  );
}
