import { Suspense, lazy } from 'react';
import { NARROW, useMedia } from '../theme/media';
import { LabLayout } from './LabLayout';

const MobileLayout = lazy(() => import('./mobile/MobileLayout').then((module) => ({ default: module.MobileLayout })));

/** The screen that compares two recipes. */
export function Lab() {
  return useMedia(NARROW) ? (
    <Suspense fallback={<main aria-busy />}>
      <MobileLayout />
    </Suspense>
  ) : (
    <LabLayout />
  );
}
