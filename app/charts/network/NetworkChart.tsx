import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { classes } from '../../controls/classes';
import type { LayerColumn, NetworkModel, PlacedChip } from './model';
import css from './NetworkChart.module.css';

export interface NetworkChartProps {
  readonly model: NetworkModel;
  readonly selected: string | null;
  readonly onSelect: (layer: string) => void;
  readonly onBits: (side: SideId, layer: string, bits: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The strip: drawing below, native controls for layers and bits above it. */
export const NetworkChart = memo(function NetworkChart({ model, selected, onSelect, onBits }: NetworkChartProps) {
  const entry = model.columns.find(({ name }) => name === selected) ?? model.columns[0];
  return (
    <div className={css.scroller}>
      <div className={css.strip} style={{ width: model.width }}>
        <Drawing model={model} selected={selected} />
        <LayerRadios columns={model.columns} selected={selected} entry={entry} onSelect={onSelect} />
        <div className={css.chips} role="group" aria-label="Bits of each layer">
          {model.columns.flatMap((column) =>
            column.chips.map((chip) => (
              <BitsSelect
                key={`${column.name} ${chip.side}`}
                chip={chip}
                y={model.chipY}
                tab={column === entry}
                onBits={onBits}
              />
            )),
          )}
        </div>
      </div>
    </div>
  );
});

/** Scrolls the strip sideways and nothing else: the page stays where the reader is. */
function bringIn(scroller: Element, chosen: Element): void {
  const [view, part] = [scroller.getBoundingClientRect(), chosen.getBoundingClientRect()];
  if (part.left < view.left) scroller.scrollLeft -= view.left - part.left;
  else if (part.right > view.right) scroller.scrollLeft += part.right - view.right;
}

interface LayerRadiosProps {
  readonly columns: readonly LayerColumn[];
  readonly selected: string | null;
  readonly entry: LayerColumn | undefined;
  readonly onSelect: (layer: string) => void;
}

/** One tab stop; arrows, Home and End choose the layer that all panels show. */
function LayerRadios({ columns, selected, entry, onSelect }: LayerRadiosProps) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = group.current?.querySelector('[aria-checked="true"]');
    const scroller = group.current?.closest(`.${css.scroller ?? ''}`);
    if (chosen && scroller) bringIn(scroller, chosen);
  }, [selected]);
  const press = (event: KeyboardEvent) => {
    const at = columns.findIndex(({ name }) => name === selected);
    const step = STEPS[event.key];
    const ends: Readonly<Record<string, LayerColumn | undefined>> = { Home: columns[0], End: columns.at(-1) };
    const target = step === undefined ? ends[event.key] : columns[(at + step + columns.length) % columns.length];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(target.name);
    group.current?.querySelectorAll<HTMLElement>('[role="radio"]')[columns.indexOf(target)]?.focus();
  };
  return (
    <div ref={group} role="radiogroup" aria-label="Layer shown in all panels" className={css.layers}>
      {columns.map((column) => (
        <button
          key={column.name}
          type="button"
          role="radio"
          aria-checked={column.name === selected}
          aria-label={column.description}
          title={column.description}
          tabIndex={column === entry ? 0 : -1}
          className={css.layer}
          style={{ left: column.x, width: column.width }}
          onKeyDown={press}
          onClick={() => {
            onSelect(column.name);
          }}
        />
      ))}
    </div>
  );
}

interface BitsSelectProps {
  readonly chip: PlacedChip;
  readonly y: number;
  readonly tab: boolean;
  readonly onBits: NetworkChartProps['onBits'];
}

function BitsSelect({ chip, y, tab, onBits }: BitsSelectProps) {
  const { side, layer, value, choices } = chip;
  if (value === null) return null;
  const name = `Bits of ${layer} in ${side.toUpperCase()}`;
  return (
    <select
      aria-label={name}
      title={chip.own ? `${name}: the layer has settings of its own` : name}
      value={value}
      tabIndex={tab ? 0 : -1}
      className={classes(css.bits, side === 'a' ? css.forA : css.forB)}
      style={{ left: chip.x, top: y }}
      onChange={(event) => {
        onBits(side, layer, Number(event.target.value));
      }}
    >
      {choices.map((bits) => (
        <option key={bits} value={bits}>
          {bits}
        </option>
      ))}
    </select>
  );
}

function Drawing({ model, selected }: { readonly model: NetworkModel; readonly selected: string | null }) {
  const { width, height, left, right, grid, chipY, activationY, wide, columns } = model;
  const at = columns.find(({ name }) => name === selected);
  const labelX = left - 8;
  return (
    <svg width={width} height={height} aria-hidden>
      {at && <rect className={css.band} x={at.x + 1} y={0} width={at.width - 2} height={height} rx={6} />}
      {grid.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={labelX} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      {!wide && (
        <text className="end" x={labelX} y={16}>
          layer
        </text>
      )}
      {!wide && (
        <text className="end" x={labelX} y={30}>
          size
        </text>
      )}
      <text className="end" x={labelX} y={wide ? 16 : 46}>
        dB
      </text>
      <text className="end" x={labelX} y={chipY + 4}>
        {activationY === null ? 'bits' : 'W bits'}
      </text>
      {activationY !== null && (
        <text className="end" x={labelX} y={activationY + 4}>
          A bits
        </text>
      )}
      {columns.map((column) => (
        <Column
          key={column.name}
          column={column}
          chipY={chipY}
          activationY={activationY}
          wide={wide}
          selected={column === at}
        />
      ))}
      {at && (
        <rect className={css.frame} x={at.x + 1.75} y={0.75} width={at.width - 3.5} height={height - 1.5} rx={6} />
      )}
    </svg>
  );
}

interface ColumnProps {
  readonly column: LayerColumn;
  readonly chipY: number;
  readonly activationY: number | null;
  readonly wide: boolean;
  readonly selected: boolean;
}

function Column({ column, chipY, activationY, wide, selected }: ColumnProps) {
  const { label, x, centre, facts, bars, chips } = column;
  const textX = wide ? x + 14 : centre;
  const anchor = wide ? undefined : 'mid';
  return (
    <g>
      <text className={classes('t1 l12', anchor, selected && 'bold')} x={textX} y={wide ? 24 : 16}>
        {label}
      </text>
      {facts.map((fact, i) => (
        <text key={fact} className={anchor} x={textX} y={wide ? 44 + 16 * i : 30}>
          {fact}
        </text>
      ))}
      {bars.map((bar) => (
        <g key={bar.side}>
          <rect
            className={classes(css.bar, bar.side === 'a' ? 'fa' : 'fb')}
            x={bar.x}
            y={bar.y}
            width={bar.width}
            height={bar.height}
            rx={1.5}
          />
          <text className={`mid ${bar.side === 'a' ? 'ta' : 'tb'}`} x={bar.x + bar.width / 2} y={bar.labelY}>
            {bar.label}
          </text>
        </g>
      ))}
      {chips.map((chip) => (
        <g key={chip.side}>
          <rect
            className={
              chip.side === 'a' ? classes(css.chipA, chip.own && css.ownA) : classes(css.chipB, chip.own && css.ownB)
            }
            x={chip.x - 10}
            y={chipY - 9}
            width={20}
            height={18}
            rx={4}
          />
          <text className={`mid ${chip.side === 'a' ? 'ta' : 'tb'}`} x={chip.x} y={chipY + 4}>
            {chip.label}
          </text>
          {activationY !== null && (
            <text className={`mid ${chip.side === 'a' ? 'ta' : 'tb'}`} x={chip.x} y={activationY + 4}>
              {chip.activation}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
