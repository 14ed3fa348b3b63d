import { useState } from 'react';
import type { SweepSeries } from '../../../src/experiment/sweep';
import { Button } from '../../controls/Button';
import { Popover, closePopover } from './Popover';
import css from './SweepChooser.module.css';
import { type SeriesTable, chosenSeries, firstChoice, pointCount, seriesChoice } from './sweep-options';
import { timeText } from './sweep-time';

interface SweepChooserProps {
  /** Wall time of one measurement in milliseconds; null before the first. */
  readonly msPerPoint: number | null;
  /** "2,000 images". */
  readonly items: string;
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

function ChoicePopover({ msPerPoint, items, reason, onStart, anchor, chosen, onChoose, onClose }: ChoicePopoverProps) {
  const { tables, singles } = seriesChoice();
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
        <p>At 2, 3, 4, 5, 6, 7 and 8 bits, the same in every layer; formats of fixed width once.</p>
        {tables.map((table) => (
          <SeriesGrid key={table.corner} table={table} chosen={chosen} onToggle={toggle} />
        ))}
        <div className={css.singles}>
          {singles.map(({ id, label }) => (
            <label key={id}>
              <SeriesBox id={id} chosen={chosen} onToggle={toggle} />
              {label}
            </label>
          ))}
        </div>
        <div className={css.start}>
          <Button type="submit" kind="primary" disabled={points === 0 || reason !== null}>
            Start
          </Button>
          <span role="status">{reason ?? timeText(points, items, msPerPoint)}</span>
        </div>
      </form>
    </Popover>
  );
}

interface SeriesBoxProps {
  readonly id: string;
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

function SeriesBox({ id, chosen, onToggle }: SeriesBoxProps) {
  return (
    <input
      type="checkbox"
      checked={chosen.has(id)}
      onChange={() => {
        onToggle(id);
      }}
    />
  );
}

interface SeriesGridProps extends Pick<SeriesBoxProps, 'chosen' | 'onToggle'> {
  readonly table: SeriesTable;
}

function SeriesGrid({ table, chosen, onToggle }: SeriesGridProps) {
  return (
    <table className={css.table}>
      <thead>
        <tr>
          {[table.corner, ...table.heads].map((head) => (
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
                <label>
                  <SeriesBox id={one.id} chosen={chosen} onToggle={onToggle} />
                  <span className="visually-hidden">{one.label}</span>
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
