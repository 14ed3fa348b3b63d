import type { SideId } from '../../../src/experiment/spec';
import { Button } from '../../controls/Button';
import { Chip } from '../../controls/Chip';
import { type Provenance, ProvenanceBadge } from '../../controls/ProvenanceBadge';
import type { SweepPoint } from '../../store/state';
import { count, percent } from '../frame/format';
import { share } from './input';
import css from './PointPopover.module.css';
import { Popover, closePopover } from './Popover';
import { intervalText, pointTitle } from './words';

interface PointPopoverProps {
  readonly point: SweepPoint;
  readonly provenance: Provenance;
  readonly anchor: Element;
  readonly onClose: () => void;
  readonly onOpen: (side: SideId, point: SweepPoint) => void;
}

/** What was measured at a point of the curve, and its recipe as A or B. */
export function PointPopover({ point, provenance, anchor, onClose, onOpen }: PointPopoverProps) {
  const { score, bitsPerWeight } = point;
  const title = pointTitle(point);
  return (
    <Popover label={title} anchor={anchor} onClose={onClose}>
      <div className={css.point}>
        <h3>{title}</h3>
        <p className={css.accuracy}>
          <b>{percent(share(score))}</b> % <ProvenanceBadge kind={provenance} />
        </p>
        <p className={css.interval}>{intervalText(score)}</p>
        <dl>
          <dt>Stored bits per weight</dt>
          <dd>{bitsPerWeight.toFixed(2)}</dd>
          {score.changed !== null && (
            <>
              <dt>Predictions changed</dt>
              <dd>
                {count(score.changed)} of {count(score.n)}
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
