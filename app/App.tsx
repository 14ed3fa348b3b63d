import { type MouseEvent, Suspense, lazy, useCallback } from 'react';
import css from './App.module.css';
import { Announcer } from './panels/Announcer';
import { Dialogs } from './panels/Dialogs';
import { Footer } from './panels/Footer';
import { LabLayout } from './panels/LabLayout';
import { Notice } from './panels/Notice';
import { Toasts } from './panels/Toasts';
import { TopBar } from './panels/TopBar';
import { useShortcuts } from './shortcuts';
import { useMedia } from './theme/media';

const MobileLayout = lazy(() =>
  import('./panels/mobile/MobileLayout').then((module) => ({ default: module.MobileLayout })),
);

/** The whole page. */
export function App() {
  const isNarrow = useMedia('(max-width: 719px)');
  useShortcuts();
  return (
    <div className={css.app}>
      <SkipLink />
      {isNarrow ? (
        <Suspense fallback={<main className={css.waiting} aria-busy />}>
          <MobileLayout />
        </Suspense>
      ) : (
        <>
          <TopBar />
          <Notice />
          <LabLayout />
          <Footer />
        </>
      )}
      <Toasts />
      <Announcer />
      <Dialogs />
    </div>
  );
}

/** The address keeps its fragment, which is the experiment: the link moves the focus itself. */
function SkipLink() {
  const skip = useCallback((event: MouseEvent) => {
    event.preventDefault();
    document.getElementById('settings-a')?.focus();
  }, []);
  return (
    <a className={css.skip} href="#settings-a" onClick={skip}>
      Skip to the settings of A
    </a>
  );
}
