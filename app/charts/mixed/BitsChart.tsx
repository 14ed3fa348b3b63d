import { type KeyboardEvent, type PointerEvent, memo, useRef } from 'react';
import { type BitsBar, type BitsKind, type BitsModel, PLACES, bitsOfPlace, placeOf } from './bits-model';
import css from './mixed.module.css';

interface BitsChartProps {
  readonly model: BitsModel;
  readonly damageTitle: readonly string[];
  readonly onBits: (kind: BitsKind, layer: string, bits: number, commit: boolean) => void;
  readonly onLayer: (layer: string) => void;
}

/** Bits per layer as bars that are dragged; the line of A; what each layer costs below. */
export function BitsChart({ model, damageTitle, onBits, onLayer }: BitsChartProps) {
  const { size, bars } = model;
  return (
    <>
      <Drawing model={model} damageTitle={damageTitle} />
      <div className={css.over} style={{ width: size.width, height: size.height }} data-no-export>
        {bars.map((bar) => (
          <Handle key={`${bar.kind} ${bar.layer}`} bar={bar} model={model} onBits={onBits} onLayer={onLayer} />
        ))}
      </div>
    </>
  );
}

const WORDS: Readonly<Record<BitsKind, string>> = { weights: 'weights', activations: 'input' };

interface HandleProps extends Pick<BitsChartProps, 'model' | 'onBits' | 'onLayer'> {
  readonly bar: BitsBar;
}

/** One bar as a slider: drag, tap or arrow keys. */
function Handle({ bar, model, onBits, onLayer }: HandleProps) {
  const { kind, layer, bits } = bar;
  const pane = model.panes.find((one) => one.kind === kind);
  const dragged = useRef<number | null>(null);
  if (pane === undefined) return null;
  const extra = 10;
  const box = { left: bar.x - 3, width: bar.width + 6, top: pane.top - extra, height: pane.height + 2 * extra };
  const at = (event: PointerEvent<HTMLDivElement>): number => {
    const place = event.currentTarget.getBoundingClientRect();
    return model.bitsAt(kind, event.clientY - place.top + box.top);
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const next = at(event);
    if (next === dragged.current) return;
    dragged.current = next;
    onBits(kind, layer, next, false);
  };
  const press = (event: KeyboardEvent): void => {
    const target = keyTarget(event.key, bits);
    if (target === undefined) return;
    event.preventDefault();
    onBits(kind, layer, target, true);
  };
  const release = (): void => {
    if (dragged.current !== null) onBits(kind, layer, dragged.current, true);
    dragged.current = null;
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className={css.handle}
      style={box}
      aria-label={`Bits of ${layer}, ${WORDS[kind]}`}
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={PLACES}
      aria-valuenow={placeOf(bits)}
      aria-valuetext={widthText(bits)}
      onFocus={() => onLayer(layer)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={(event) => {
        if (dragged.current !== null) drag(event);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={press}
    />
  );
}

function widthText(bits: number | null): string {
  if (bits === null) return 'a format without a width';
  if (bits === 0) return 'float';
  return bits === 1 ? '1 bit' : `${bits} bits`;
}

function keyTarget(key: string, bits: number | null): number | undefined {
  const now = placeOf(bits);
  const targets: Readonly<Record<string, number>> = {
    ArrowUp: now + 1,
    ArrowRight: now + 1,
    ArrowDown: now - 1,
    ArrowLeft: now - 1,
    Home: 1,
    End: PLACES,
  };
  const target = targets[key];
  return target === undefined ? undefined : bitsOfPlace(Math.min(PLACES, Math.max(1, target)));
}

const Drawing = memo(function Drawing({ model, damageTitle }: Pick<BitsChartProps, 'model' | 'damageTitle'>) {
  const { size, left, right, panes, bars, names, nameY } = model;
  const isNarrow = left < 60;
  return (
    <svg width={size.width} height={size.height} aria-hidden>
      {panes.map(({ kind, top, title, ticks }) => (
        <g key={kind}>
          {ticks.map(({ y, label }) => (
            <g key={label}>
              <line className="grid" x1={left} x2={right} y1={y} y2={y} />
              <text className="end" x={left - 6} y={y + 4}>
                {label}
              </text>
            </g>
          ))}
          {!isNarrow && (
            <>
              <text className="t1 l12 bold" x={4} y={top + 22}>
                {title}
              </text>
              <text className="t2" x={4} y={top + 37}>
                bits
              </text>
            </>
          )}
        </g>
      ))}
      {bars.map((bar) => (
        <Bar key={`${bar.kind} ${bar.layer}`} bar={bar} />
      ))}
      {names.map(({ name, x }) => (
        <text key={name} className="mid t1 l12" x={x} y={nameY}>
          {name}
        </text>
      ))}
      <Damage model={model} damageTitle={damageTitle} />
    </svg>
  );
});

function Damage({ model, damageTitle }: Pick<BitsChartProps, 'model' | 'damageTitle'>) {
  const { left, right, damage } = model;
  const isNarrow = left < 60;
  return (
    <g>
      <line className="axis" x1={left} x2={right} y1={damage.top} y2={damage.top} />
      {damage.ticks.map(({ y, label }) => (
        <g key={label}>
          <line className="grid" x1={left} x2={right} y1={y} y2={y} />
          <text className="end" x={left - 6} y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      {isNarrow ? (
        <text className="t2" x={left} y={damage.top - 8}>
          {damageTitle.join(' ')}
        </text>
      ) : (
        damageTitle.map((line, at) => (
          <text key={line} className={at === 0 ? 't1 l12 bold' : 't2'} x={4} y={damage.top + 18 + 14 * at}>
            {line}
          </text>
        ))
      )}
      {damage.bars.map((bar) => (
        <g key={`${bar.kind} ${bar.x}`}>
          <rect
            className={bar.kind === 'weights' ? css.damage : css.damageSoft}
            x={bar.x}
            y={bar.y}
            width={bar.width}
            height={bar.height}
            rx={2}
          />
          {bar.whisker !== null && (
            <line className={css.whisker} x1={bar.labelX} x2={bar.labelX} y1={bar.whisker.from} y2={bar.whisker.to} />
          )}
          <text className="mid te" x={bar.labelX} y={bar.labelY}>
            {bar.label}
          </text>
        </g>
      ))}
    </g>
  );
}

function Bar({ bar }: { readonly bar: BitsBar }) {
  const { kind, x, y, width, height, grip, bits, label, labelY, a } = bar;
  const isFloat = bits === null || bits === 0;
  return (
    <g>
      <rect
        className={isFloat ? css.float : kind === 'weights' ? 'fb' : css.input}
        x={x}
        y={y}
        width={width}
        height={height}
        rx={3}
      />
      {!isFloat && <rect className={css.grip} x={x + width / 4} y={grip} width={width / 2} height={3} rx={1.5} />}
      {a !== null && <line className={css.lineA} x1={x - 4} x2={x + width + 4} y1={a} y2={a} />}
      <text className="mid tb l12 halo" x={x + width / 2} y={labelY}>
        {label}
      </text>
    </g>
  );
}
