import { Suspense, lazy } from 'react';
import type { SideId } from '../../../src/experiment/spec';

const WhyPanel = lazy(() => import('./WhyPanel').then((module) => ({ default: module.WhyPanel })));

/** The explanation, whose code is fetched after the first charts: it needs their numbers anyway. */
export function LaterWhy({ side }: { readonly side: SideId }) {
  return (
    <Suspense fallback={null}>
      <WhyPanel side={side} />
    </Suspense>
  );
}
