import type { SideId } from '../../../src/experiment/spec';
import { Button } from '../../controls/Button';
import { Chip } from '../../controls/Chip';
import { type Provenance, ProvenanceBadge } from '../../controls/ProvenanceBadge';
import type { Task } from '../../../src/tasks/task';
import type { SweepPoint } from '../../store/state';
import { count } from '../frame/format';
import css from './PointPopover.module.css';
import { Popover, closePopover } from './Popover';
import { pointTitle } from './words';

interface PointPopoverProps {
  readonly task: Task;
  readonly point: SweepPoint;
  readonly provenance: Provenance;
  readonly anchor: Element;
  readonly onClose: () => void;
  readonly onOpen: (side: SideId, point: SweepPoint) => void;
}

/** What was measured at a point of the curve, and its recipe as A or B. */
export function PointPopover({ task, point, provenance, anchor, onClose, onOpen }: PointPopoverProps) {
  const { score, bitsPerWeight } = point;
  const title = pointTitle(point);
  return (
    <Popover label={title} anchor={anchor} onClose={onClose}>
      <div className={css.point}>
        <h3>{title}</h3>
        <p className={css.accuracy}>
          <b>{task.format(score.value)}</b> {task.unit} <ProvenanceBadge kind={provenance} />
        </p>
        <p className={css.interval}>{task.interval(score)}</p>
        <dl>
          <dt>Stored bits per weight</dt>
          <dd>{bitsPerWeight.toFixed(2)}</dd>
          {score.changed !== null && (
            <>
              <dt>{task.changed}</dt>
              <dd>
                {count(score.changed)} of {count(score.of)}
              </dd>
            </>
          )}
        </dl>
        <div className={css.open}>
          {(['a', 'b'] as const).map((side) => (
            <Button
              key={side}
              small
              onClick={(event) => {
                closePopover(event.currentTarget);
                onOpen(side, point);
              }}
            >
              Open as <Chip side={side} />
            </Button>
          ))}
        </div>
      </div>
    </Popover>
  );
}
