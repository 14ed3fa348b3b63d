import { type CSSProperties, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { ScreenHeading } from '../../areas/ScreenHeading';
import { useStore } from '../../store/store';
import { useLabPanels } from '../labPanels';
import { PanelBoundary } from '../PanelBoundary';
import { ChartPager } from './ChartPager';
import css from './MobileLayout.module.css';
import { RecipeSheet } from './RecipeSheet';
import { ResultTabs } from './ResultTabs';
import { type SheetStop, stopLength } from './sheet';

/** The Lab on a phone: both results always in sight, one chart at a time, the recipe in a sheet from below. */
export function MobileLayout() {
  const lesson = useStore((state) => state.view.lesson);
  const [chosen, setChosen] = useState<{ readonly side: SideId; readonly lesson: string | null } | null>(null);
  // A step of the course compares: what it changes is nearly always B.
  const side = chosen?.lesson === lesson ? chosen.side : lesson === null ? 'a' : 'b';
  const [stop, setStop] = useState<SheetStop>('half');
  const covered = stopLength(stop === 'peek' ? 'peek' : 'half');
  const panels = useLabPanels();
  const network = panels.find((panel) => panel.area === 'network');
  return (
    <main aria-labelledby="screen" className={css.charts} style={{ '--covered': covered } as CSSProperties}>
      <ScreenHeading area="lab" className="visually-hidden">
        Lab: two recipes compared
      </ScreenHeading>
      <div className={css.top}>
        <ResultTabs side={side} onChange={(next) => setChosen({ side: next, lesson })} />
      </div>
      {network && (
        <div className={css.network}>
          <PanelBoundary name={network.name}>
            <network.Panel />
          </PanelBoundary>
        </div>
      )}
      <ChartPager panels={panels.filter((panel) => panel !== network)} />
      <RecipeSheet side={side} stop={stop} onStop={setStop} />
    </main>
  );
}
