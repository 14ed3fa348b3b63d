import { type CSSProperties, Suspense, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { ScreenHeading } from '../../areas/ScreenHeading';
import { useLabPanels } from '../labPanels';
import { PanelBoundary } from '../PanelBoundary';
import { ChartPager } from './ChartPager';
import css from './MobileLayout.module.css';
import { RecipeSheet } from './RecipeSheet';
import { ResultTabs } from './ResultTabs';
import { type SheetStop, stopHeight } from './sheet';

/** The Lab on a phone: both results always in sight, one chart at a time, the recipe in a sheet from below. */
export function MobileLayout() {
  const [side, setSide] = useState<SideId>('a');
  const [stop, setStop] = useState<SheetStop>('half');
  const covered = stopHeight(stop === 'peek' ? 'peek' : 'half', innerHeight);
  const panels = useLabPanels();
  const network = panels.find((panel) => panel.area === 'network');
  return (
    <main aria-labelledby="screen" className={css.charts} style={{ '--covered': `${covered}px` } as CSSProperties}>
      <ScreenHeading area="lab" className="visually-hidden">
        Lab: two recipes compared
      </ScreenHeading>
      <div className={css.top}>
        <ResultTabs side={side} onChange={setSide} />
      </div>
      {network && (
        <div className={css.network}>
          <PanelBoundary name={network.name}>
            <Suspense fallback={<section className="card" aria-label={network.name} aria-busy />}>
              <network.Panel />
            </Suspense>
          </PanelBoundary>
        </div>
      )}
      <ChartPager panels={panels.filter((panel) => panel !== network)} />
      <RecipeSheet side={side} stop={stop} onStop={setStop} />
    </main>
  );
}
