import { type PointerEvent, useState } from 'react';
import { classes } from '../../controls/classes';
import { Chip } from '../../controls/Chip';
import css from './Formulas.module.css';
import { MathText } from './MathText';
import { type FormulaRow, type SideFormulas, symbolsIn } from './model';
import { MEANINGS, type SymbolId } from './tokens';

interface FormulasProps {
  readonly sides: readonly SideFormulas[];
  readonly rows: readonly FormulaRow[];
}

/** Every formula once in symbols, then with the numbers of A and B; a symbol and its numbers light up together. */
export function Formulas({ sides, rows }: FormulasProps) {
  const [hot, setHot] = useState<SymbolId | null>(null);
  const point = (event: PointerEvent) => {
    setHot(symbolUnder(event.target));
  };
  return (
    <div className={css.body}>
      <div className={css.subjects}>
        {sides.map(({ side, subject }) => (
          <div key={side} className={css.subject}>
            <Chip side={side} />
            <span>{subject}</span>
          </div>
        ))}
      </div>
      <div
        className={css.rows}
        onPointerOver={point}
        onPointerLeave={() => {
          setHot(null);
        }}
      >
        {rows.map((row) => (
          <div key={`${row.label} ${row.values.map(({ side }) => side).join('')}`} className={css.row}>
            <span className={css.label}>{row.label}</span>
            <span className={css.symbols}>
              <MathText tokens={row.symbols} hot={hot} />
            </span>
            <span className={css.values}>
              {row.values.map(({ side, numbers }) => (
                <span key={side} className={css.value}>
                  <b className={classes(side === 'a' ? 'a-ink' : 'b-ink')}>{side.toUpperCase()}</b>
                  <MathText tokens={numbers} hot={hot} />
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
      <Key symbols={symbolsIn(rows)} hot={hot} onHot={setHot} />
    </div>
  );
}

interface KeyProps {
  readonly symbols: readonly SymbolId[];
  readonly hot: SymbolId | null;
  readonly onHot: (symbol: SymbolId | null) => void;
}

/** What each symbol means; for the keyboard, also the way to highlight it. */
function Key({ symbols, hot, onHot }: KeyProps) {
  return (
    <div className={css.key} role="group" aria-label="Symbols">
      {symbols.map((id) => {
        const { text, sub, meaning } = MEANINGS[id];
        return (
          <button
            key={id}
            type="button"
            aria-pressed={hot === id}
            onClick={() => {
              onHot(hot === id ? null : id);
            }}
            onFocus={() => {
              onHot(id);
            }}
            onBlur={() => {
              onHot(null);
            }}
            onPointerEnter={() => {
              onHot(id);
            }}
            onPointerLeave={() => {
              onHot(null);
            }}
          >
            <i>
              {text}
              {sub !== undefined && <sub>{sub}</sub>}
            </i>{' '}
            {meaning}
          </button>
        );
      })}
    </div>
  );
}

function symbolUnder(target: EventTarget): SymbolId | null {
  const id = target instanceof Element ? target.closest('[data-symbol]')?.getAttribute('data-symbol') : null;
  return id !== null && id !== undefined && Object.hasOwn(MEANINGS, id) ? (id as SymbolId) : null;
}
