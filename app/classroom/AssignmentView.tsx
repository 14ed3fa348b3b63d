import { goalValues } from '../../src/classroom/goals';
import type { Assignment } from '../../src/experiment/assignment';
import { encodeLink } from '../../src/experiment/codec';
import type { LinkState } from '../../src/experiment/link';
import '../../src/experiment/task-format';
import { lockList } from '../../src/classroom/lock-list';
import { Button } from '../controls/Button';
import { setArea } from '../store/actions';
import { adopt } from '../store/adopt';
import { store, useStore } from '../store/store';
import { AREA_LABELS } from '../areas/labels';
import { addressOf } from './address';
import { AnswerLink } from './AnswerLink';
import { GoalList } from './GoalList';
import { named } from './name';
import { DockFrame } from './DockFrame';
import css from './TaskDock.module.css';
import { useMeasured } from './use-measured';

/** A task while a student works on it: what is to be done, how far it is, and the link to hand in. */
export function AssignmentView({ assignment }: { readonly assignment: Assignment }) {
  const { measured, digest } = useMeasured();
  const { title, text, goals, locked, start } = assignment;
  const area = useStore((state) => state.view.area);
  const values = goalValues(goals, measured);
  const home = start.area ?? 'lab';
  const bits = measured.networks.b?.bitsPerWeight;
  const linkFor = (name: string): string | null => {
    if (digest === null || bits === undefined) return null;
    const { experiment, view } = store.getState();
    const answer = { ...named(name), bits: Number(bits.toFixed(4)), values };
    const layer = view.layer === null ? {} : { layer: view.layer };
    return addressOf(encodeLink({ experiment, view: { area: view.area, ...layer }, digest, assignment, answer }));
  };
  return (
    <DockFrame
      place="Assignment"
      title={title}
      leave="Leave the assignment"
      ways={<Button onClick={() => adopt(beginning(assignment))}>Start again</Button>}
    >
      {text !== '' && <p className={css.text}>{text}</p>}
      {area !== home && (
        <Button small onClick={() => setArea(home)}>
          To the {AREA_LABELS[home]} screen
        </Button>
      )}
      <GoalList goals={goals} values={values} />
      {locked.length > 0 && (
        <p className={css.quiet}>
          <b>Locked:</b> {lockList(locked)}.
        </p>
      )}
      <AnswerLink linkFor={linkFor} />
    </DockFrame>
  );
}

/** An assignment as its author set it. */
export function beginning(assignment: Assignment): LinkState {
  const { experiment, area, layer } = assignment.start;
  const view = { ...(area === undefined ? {} : { area }), ...(layer === undefined ? {} : { layer }) };
  return { experiment, view, assignment };
}
