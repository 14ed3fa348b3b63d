import { type MouseEvent, Suspense, lazy, useCallback } from 'react';
import css from './App.module.css';
import { AreaView } from './areas/AreaView';
import { classes } from './controls/classes';
import { areaOf } from './areas/registry';
import { Announcer } from './panels/Announcer';
import { Dialogs } from './panels/Dialogs';
import { Footer } from './panels/Footer';
import { Notice } from './panels/Notice';
import { Toasts } from './panels/Toasts';
import { TopBar } from './panels/TopBar';
import { useShortcuts } from './shortcuts';
import { EMBED } from './store/embed';
import { useStore } from './store/store';
import { NARROW, useMedia } from './theme/media';

const EmbeddedView = lazy(() => import('./embed/EmbeddedView').then((module) => ({ default: module.EmbeddedView })));
const UpdateNote = lazy(() => import('./panels/UpdateNote').then((module) => ({ default: module.UpdateNote })));
const DropVeil = lazy(() => import('./panels/open/DropVeil').then((module) => ({ default: module.DropVeil })));
const MobileBar = lazy(() => import('./areas/MobileBar').then((module) => ({ default: module.MobileBar })));

const Dock = lazy(() => import('./course/Dock').then((module) => ({ default: module.Dock })));

export function App() {
  return EMBED === null ? (
    <Page />
  ) : (
    <Suspense fallback={null}>
      <EmbeddedView panel={EMBED} />
    </Suspense>
  );
}

/** The whole page: the bar that all screens share, the open screen, and what lies over it. */
function Page() {
  const isNarrow = useMedia(NARROW);
  const hasUpdate = useStore((state) => state.update !== null);
  useShortcuts(areaOf(useStore((state) => state.view.area)).compares);
  return (
    <div className={css.app}>
      <SkipLink />
      {isNarrow ? (
        <Suspense fallback={<header className={css.waiting} />}>
          <MobileBar />
        </Suspense>
      ) : (
        <TopBar />
      )}
      <Notice />
      <Stage />
      {!isNarrow && <Footer />}
      {hasUpdate && (
        <Suspense fallback={null}>
          <UpdateNote />
        </Suspense>
      )}
      <Toasts />
      <Announcer />
      <Dialogs />
      <Suspense fallback={null}>
        <DropVeil />
      </Suspense>
    </div>
  );
}

/** The open screen, beside the step of the course when one is open. */
function Stage() {
  const isTaught = useStore((state) => state.view.lesson !== null);
  return (
    <div className={classes(css.stage, isTaught && css.taught)}>
      {isTaught && (
        <Suspense fallback={<aside className={css.dock} aria-busy aria-label="Lesson" />}>
          <Dock />
        </Suspense>
      )}
      <div id="stage" className={css.screen}>
        <AreaView />
      </div>
    </div>
  );
}

/** The address keeps its fragment, which is the experiment: the link moves the focus itself. */
function SkipLink() {
  const isLab = useStore((state) => state.view.area === 'lab');
  const target = isLab ? 'settings-a' : 'screen';
  const skip = useCallback(
    (event: MouseEvent) => {
      event.preventDefault();
      document.getElementById(target)?.focus();
    },
    [target],
  );
  return (
    <a className={css.skip} href={`#${target}`} onClick={skip}>
      {isLab ? 'Skip to the settings of A' : 'Skip to the screen'}
    </a>
  );
}
