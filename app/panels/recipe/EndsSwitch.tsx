import type { SideId } from '../../../src/experiment/spec';
import { Switch } from '../../controls/Switch';
import { setExperiment } from '../../store/actions';
import { useLock } from '../../store/guided';
import { store, useStore } from '../../store/store';
import { canWidenEnds, firstAndLast, hasEightBitEnds, withEightBitEnds } from './firstLast';

/** Gives the first and the last layer 8 bits, which most published recipes do. */
export function EndsSwitch({ side }: { readonly side: SideId }) {
  const spec = useStore((state) => state.experiment[side]);
  const model = useStore((state) => state.model);
  const ends = firstAndLast(model.status === 'ready' ? model.layers : []);
  const locks = [useLock(`${side}.bits`), useLock(`${side}.layers`)];
  const isLocked = locks.some((lock) => lock !== null);
  return (
    <Switch
      label="First and last layer at 8 bits"
      on={hasEightBitEnds(spec, ends)}
      disabled={isLocked || ends.length === 0 || !canWidenEnds(spec)}
      onChange={(on) => setExperiment({ ...store.getState().experiment, [side]: withEightBitEnds(spec, ends, on) })}
    />
  );
}
