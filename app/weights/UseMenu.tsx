import { Ellipsis } from 'lucide-react';
import type { Side, SideId } from '../../src/experiment/spec';
import { Menu } from '../controls/Menu';
import { applySide } from '../store/actions';
import { store } from '../store/store';
import { findWeights, keepWeights } from './library';

interface UseMenuProps {
  /** What is used: "AdaRound". */
  readonly name: string;
  readonly side: Side;
}

/** What becomes of something that was measured: A or B takes it over, or its weights become a file. */
export function UseMenu({ name, side }: UseMenuProps) {
  const { weights } = side;
  const use = (id: SideId) => ({
    label: `Use in ${id.toUpperCase()}`,
    onSelect: () => void takeOver(id, side),
  });
  const save = weights && {
    label: 'Save as a file',
    onSelect: () =>
      void import('./files').then(({ saveWeights }) => saveWeights(store.getState().experiment.model, weights)),
  };
  return (
    <Menu
      label={`Use ${name}`}
      icon={<Ellipsis size={15} aria-hidden />}
      items={[use('a'), use('b'), ...(save === undefined ? [] : [save])]}
    />
  );
}

/** Puts a side in place of A or B; its weights stay in this browser. */
async function takeOver(id: SideId, side: Side): Promise<void> {
  const { model } = store.getState().experiment;
  const found = side.weights === undefined ? null : await findWeights(model, side.weights);
  if (found !== null) await keepWeights(found);
  applySide(id, side);
}
