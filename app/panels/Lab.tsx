import { Suspense, lazy, useContext } from 'react';
import { EmbedContext } from '../embed/slot';
import { NARROW, useMedia } from '../theme/media';
import { LabLayout } from './LabLayout';

const MobileLayout = lazy(() => import('./mobile/MobileLayout').then((module) => ({ default: module.MobileLayout })));

/** The screen that compares two recipes. The phone's layout has one panel at a time: one that is shown alone comes from the other. */
export function Lab() {
  const isAlone = useContext(EmbedContext) !== null;
  return useMedia(NARROW) && !isAlone ? (
    <Suspense fallback={<main aria-busy />}>
      <MobileLayout />
    </Suspense>
  ) : (
    <LabLayout />
  );
}
