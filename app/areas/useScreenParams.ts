import { useMemo } from 'react';
import type { AreaId } from '../../src/experiment/screens/registry';
import { screenParams } from '../../src/experiment/screens/settings';
import type { Params } from '../../src/params/param';
import { useStore } from '../store/store';

/** All settings of a screen, defaults included; the same object until one of them changes. */
export function useScreenParams(area: AreaId): Params {
  const own = useStore((state) => state.experiment.screens?.[area]);
  return useMemo(() => screenParams(own === undefined ? undefined : { [area]: own }, area), [area, own]);
}
