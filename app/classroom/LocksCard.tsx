import { LOCKABLE_PARTS, type LockId } from '../../src/experiment/assignment';
import { partName } from '../../src/experiment/lock-names';
import type { SideId } from '../../src/experiment/spec';
import css from './AssignPage.module.css';
import { changeDraft, useDraft } from './draft';
import { Tick, withMember } from './Tick';

const SIDES = ['a', 'b'] as const;

const PARTS = [
  { label: 'everything', of: (side: SideId) => LOCKABLE_PARTS.map((part): LockId => `${side}.${part}`) },
  ...LOCKABLE_PARTS.map((part) => ({ label: partName(part), of: (side: SideId): LockId[] => [`${side}.${part}`] })),
];

/** What the student cannot change: ticked things stay as the assignment begins with them. */
export function LocksCard() {
  return (
    <section className="card" aria-labelledby="assign-locks">
      <div className={css.card}>
        <h3 id="assign-locks">Locked</h3>
        <p>Ticked things stay as they are now; their controls say that the assignment locks them.</p>
        <div className={css.row}>
          <LockTick ids={['model']} label="Network" name="Lock the network" />
          <LockTick ids={['images']} label="Number of test images" name="Lock the number of test images" />
        </div>
        <table className={css.locks}>
          <thead>
            <tr>
              <th scope="col">Part of the recipe</th>
              {SIDES.map((side) => (
                <th key={side} scope="col">
                  {side.toUpperCase()}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PARTS.map(({ label, of }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {SIDES.map((side) => (
                  <td key={side}>
                    <LockTick ids={of(side)} label="" name={`Lock ${label} of ${side.toUpperCase()}`} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface LockTickProps {
  readonly ids: readonly LockId[];
  readonly label: string;
  readonly name: string;
}

function LockTick({ ids, label, name }: LockTickProps) {
  const { locked } = useDraft();
  return (
    <Tick
      label={label}
      name={name}
      checked={ids.every((id) => locked.includes(id))}
      onChange={(on) => changeDraft({ locked: ids.reduce((list, id) => withMember(list, id, on), locked) })}
    />
  );
}
