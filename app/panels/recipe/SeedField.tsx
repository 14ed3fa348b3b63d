import { Dices } from 'lucide-react';
import { MAX_SEED } from '../../../src/experiment/seed';
import type { SideId } from '../../../src/experiment/spec';
import { IconButton } from '../../controls/Button';
import { Field } from '../../controls/Field';
import { NumberField } from '../../controls/NumberField';
import { Term } from '../../controls/Term';
import { setSeed } from '../../store/actions';
import { useLock } from '../../store/guided';
import { useStore } from '../../store/store';
import css from './SeedField.module.css';

/** The seed of everything random on a side. */
export function SeedField({ side }: { readonly side: SideId }) {
  const seed = useStore((state) => state.experiment[side].seed);
  const reason = useLock(`${side}.seed`);
  const noteId = `seed-note-${side}`;
  return (
    <Field label={<Term id="seed">Seed</Term>} note={reason} noteId={noteId}>
      <div className={css.row}>
        <NumberField
          name={`Seed of ${side.toUpperCase()}`}
          value={seed}
          range={{ min: 0, max: MAX_SEED, integer: true }}
          step={1}
          write={String}
          disabled={reason !== null}
          describedBy={reason === null ? undefined : noteId}
          onCommit={(value) => setSeed(side, value)}
        />
        <IconButton
          label={`Next seed for ${side.toUpperCase()}`}
          disabled={reason !== null}
          onClick={() => setSeed(side, seed === MAX_SEED ? 0 : seed + 1)}
        >
          <Dices size={16} aria-hidden />
        </IconButton>
      </div>
    </Field>
  );
}
