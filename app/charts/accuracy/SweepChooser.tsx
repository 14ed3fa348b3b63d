import { useId, useState } from 'react';
import type { SweepSeries } from '../../../src/experiment/sweep';
import { Button } from '../../controls/Button';
import { Popover, closePopover } from './Popover';
import css from './SweepChooser.module.css';
import { type SeriesTable, chosenSeries, firstChoice, pointCount, seriesTables } from './sweep-options';
import { timeText } from './sweep-time';

interface SweepChooserProps {
  /** Wall time of one measurement in milliseconds; null before the first. */
  readonly msPerPoint: number | null;
  readonly images: number;
  /** Why no sweep can start now; null when one can. */
  readonly reason: string | null;
  readonly onStart: (series: readonly SweepSeries[]) => void;
}

/** The button that opens the choice of what to sweep. The choice stays as long as the panel does. */
export function SweepChooser(props: SweepChooserProps) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const [chosen, setChosen] = useState(firstChoice);
  return (
    <>
      <Button
        small
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        Sweep 2–8 bits
      </Button>
      {anchor !== null && (
        <ChoicePopover
          {...props}
          anchor={anchor}
          chosen={chosen}
          onChoose={setChosen}
          onClose={() => {
            setAnchor(null);
          }}
        />
      )}
    </>
  );
}

interface ChoicePopoverProps extends SweepChooserProps {
  readonly anchor: Element;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}

function ChoicePopover({ msPerPoint, images, reason, onStart, anchor, chosen, onChoose, onClose }: ChoicePopoverProps) {
  const series = chosenSeries(chosen);
  const points = pointCount(series);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <Popover label="What to sweep" anchor={anchor} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          closePopover(event.currentTarget);
          onStart(series);
        }}
      >
        <h3>What to sweep</h3>
        <p>Each is measured at 2, 3, 4, 5, 6, 7 and 8 bits, the same in every layer.</p>
        {seriesTables().map((table) => (
          <SeriesChoice key={table.quantizer} table={table} chosen={chosen} onToggle={toggle} />
        ))}
        <div className={css.start}>
          <Button type="submit" kind="primary" disabled={points === 0 || reason !== null}>
            Start
          </Button>
          <span role="status">{reason ?? timeText(points, images, msPerPoint)}</span>
        </div>
      </form>
    </Popover>
  );
}

interface SeriesChoiceProps {
  readonly table: SeriesTable;
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

/** Granularity by clipper where both act, else a single line. */
function SeriesChoice({ table, chosen, onToggle }: SeriesChoiceProps) {
  const caption = useId();
  const box = (id: string, label: string) => (
    <input
      type="checkbox"
      aria-label={label}
      checked={chosen.has(id)}
      onChange={() => {
        onToggle(id);
      }}
    />
  );
  const [only] = table.rows;
  if (table.heads.length === 0 && table.rows.length === 1 && only?.series[0]) {
    const { id, label } = only.series[0];
    return (
      <label className={css.line}>
        {box(id, label)}
        {label}
      </label>
    );
  }
  return (
    <table className={css.table} aria-labelledby={caption}>
      <thead>
        <tr>
          <th id={caption} scope="col">
            {table.quantizer}
          </th>
          {table.heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ label, series }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {series.map((one) => (
              <td key={one.id}>
                <label>{box(one.id, one.label)}</label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
