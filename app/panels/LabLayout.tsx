import { ScreenHeading } from '../areas/ScreenHeading';
import { classes } from '../controls/classes';
import { useNarrower } from '../theme/media';
import css from './LabLayout.module.css';
import { type LabPanel, useLabPanels } from './labPanels';
import { PanelBoundary } from './PanelBoundary';
import { RecipeColumn } from './recipe/RecipeColumn';

/** Recipe A, the charts, recipe B; on medium windows both recipes stand above the charts, in the order of reading. */
export function LabLayout() {
  const [isStacked, screen] = useNarrower(1024);
  const a = <Side key="a" side="a" />;
  const b = <Side key="b" side="b" />;
  const charts = <Charts key="charts" />;
  return (
    <main ref={screen} className={css.lab} aria-labelledby="screen">
      <ScreenHeading area="lab" className="visually-hidden">
        Lab: two recipes compared
      </ScreenHeading>
      {isStacked ? [a, b, charts] : [a, charts, b]}
    </main>
  );
}

function Side({ side }: { readonly side: 'a' | 'b' }) {
  return (
    <div className={css.side}>
      <PanelBoundary name={`Recipe ${side.toUpperCase()}`}>
        <RecipeColumn side={side} />
      </PanelBoundary>
    </div>
  );
}

/** Panels of the first fold when none is hidden. */
const WHOLE = 5;

function Charts() {
  const panels = useLabPanels();
  const upper = panels.filter((panel) => panel.area !== null);
  return (
    <div className={css.centre}>
      <div className={classes(css.upper, upper.length < WHOLE && css.sparse)}>{upper.map(place)}</div>
      <div className={css.lower}>{panels.filter((panel) => panel.area === null).map(place)}</div>
    </div>
  );
}

function place({ name, area, Panel }: LabPanel) {
  return (
    <div key={name} className={area === null ? undefined : css[area]}>
      <PanelBoundary name={name}>
        <Panel />
      </PanelBoundary>
    </div>
  );
}
