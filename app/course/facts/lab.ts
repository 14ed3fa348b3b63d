import type { Fact } from '../../../src/course/facts';
import { plannedFor } from '../../effects/planned';
import { store } from '../../store/store';
import type { FactReader } from './reader';

/** The lab's results are in the store of the app: what is read here is gathered over the layers that were looked at. */
export const reader: FactReader = {
  read: () => {
    const state = store.getState();
    const { value, status, key } = state.layerReports.a;
    if (value === null || status !== 'ready' || key !== plannedFor(state).layers?.a.key) return [];
    const sorted = value.channels.absMax.slice().sort();
    const median = sorted[sorted.length >> 1] ?? NaN;
    const { layer } = value;
    return [{ kind: 'channels', key: layer, layer, loudest: sorted.at(-1) ?? NaN, median } satisfies Fact];
  },
  subscribe: () => () => undefined,
};
