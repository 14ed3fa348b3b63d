import { Suspense, useEffect } from 'react';
import { PanelBoundary } from '../panels/PanelBoundary';
import { useStore } from '../store/store';
import css from './AreaView.module.css';
import { areaOf } from './registry';
import { titleOf } from './title';

/** The open screen. A failure in it leaves the top bar, and with it the other screens, in reach. */
export function AreaView() {
  const { id, label, Screen } = areaOf(useStore((state) => state.view.area));
  useEffect(() => {
    document.title = titleOf(id, document.title);
  }, [id]);
  return (
    <PanelBoundary key={id} name={label}>
      <Suspense fallback={<main className={css.waiting} aria-busy aria-label={label} />}>
        <Screen />
      </Suspense>
    </PanelBoundary>
  );
}
