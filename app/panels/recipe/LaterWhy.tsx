import { Suspense, lazy } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { hiddenPanels } from '../../store/guided';
import { useStore } from '../../store/store';

const WhyPanel = lazy(() => import('./WhyPanel').then((module) => ({ default: module.WhyPanel })));

/** The explanation, whose code is fetched after the first charts: it needs their numbers anyway. */
export function LaterWhy({ side }: { readonly side: SideId }) {
  const isHidden = useStore((state) => hiddenPanels(state).includes('why'));
  if (isHidden) return null;
  return (
    <Suspense fallback={null}>
      <WhyPanel side={side} />
    </Suspense>
  );
}
