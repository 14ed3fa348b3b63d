import { Check } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import {
  type Cell,
  type Grid,
  type Screen,
  blanksOf,
  cellKey,
  judge,
  lineKey,
  written,
} from '../../../src/course/worked/example';
import { workedExample } from '../../../src/course/worked/registry';
import { Button } from '../../controls/Button';
import { Term } from '../../controls/Term';
import { classes } from '../../controls/classes';
import css from './WorkedPaper.module.css';
import { RULES } from './formulas';

/** What was typed into the blanks of one sheet, and whether the numbers were asked for. */
interface Sheet {
  readonly typed: Readonly<Record<string, string>>;
  /** Blanks that were left: only those are called wrong. */
  readonly left: readonly string[];
  readonly isShown: boolean;
}

export const EMPTY: Sheet = { typed: {}, left: [], isShown: false };

interface WorkedPaperProps {
  /** Ids of the worked examples, one after the other. */
  readonly examples: readonly string[];
  /** Told the sheet and how many of its blanks the student has filled in rightly, each time one more is. */
  readonly onRight?: (sheet: string, filled: number) => void;
}

/** The matrix of the lecture on paper: numbers to be filled in, checked one by one. */
export function WorkedPaper({ examples, onRight }: WorkedPaperProps) {
  const screens = examples.flatMap((id) => workedExample(id).screens);
  const [at, setAt] = useState(0);
  const [sheets, setSheets] = useState<Readonly<Record<string, Sheet>>>({});
  const heading = useRef<HTMLHeadingElement>(null);
  const screen = screens[Math.min(at, screens.length - 1)];
  if (screen === undefined) return null;
  const sheet = sheets[screen.id] ?? EMPTY;
  const change = (next: Partial<Sheet>) => setSheets({ ...sheets, [screen.id]: { ...sheet, ...next } });
  const go = (to: number) => {
    setAt(to);
    heading.current?.focus();
  };
  const type = (key: string, text: string) => {
    const typed = { ...sheet.typed, [key]: text };
    const before = rightOf(screen, sheet.typed);
    const now = rightOf(screen, typed);
    change({ typed });
    if (now > before && !sheet.isShown) onRight?.(screen.id, now);
  };
  return (
    <section className={css.paper} aria-labelledby="worked-sheet">
      <p className={css.place}>
        Sheet {at + 1} of {screens.length}
      </p>
      <h3 id="worked-sheet" ref={heading} tabIndex={-1}>
        {screen.title}
      </h3>
      <p>{screen.task}</p>
      <Rule screen={screen.id} />
      <Body
        key={screen.id}
        screen={screen}
        sheet={sheet}
        onType={type}
        onLeave={(key) => change({ left: [...sheet.left, key] })}
      />
      <Outcome screen={screen} sheet={sheet} />
      <div className={css.buttons}>
        <Button small disabled={at === 0} onClick={() => go(at - 1)}>
          Last sheet
        </Button>
        <Button small disabled={at === screens.length - 1} onClick={() => go(at + 1)}>
          Next sheet
        </Button>
        <Button small kind="ghost" onClick={() => change(sheet.isShown ? EMPTY : { isShown: true })}>
          {sheet.isShown ? 'Start over' : 'Show me'}
        </Button>
      </div>
    </section>
  );
}

function Rule({ screen }: { readonly screen: string }) {
  const rule = RULES[screen];
  if (rule === undefined) return null;
  return (
    <div className={css.rule}>
      {rule.formula}
      <Term id={rule.term}>{rule.name}</Term>
    </div>
  );
}

/** How many blanks hold the right number. */
function rightOf(screen: Screen, typed: Sheet['typed']): number {
  return [...blanksOf(screen)].filter(([key, cell]) => judge(cell, typed[key] ?? '') === 'right').length;
}

function Outcome({ screen, sheet }: { readonly screen: Screen; readonly sheet: Sheet }) {
  const all = blanksOf(screen).size;
  const right = rightOf(screen, sheet.typed);
  const isComplete = right === all || sheet.isShown;
  return (
    <div className={css.outcome} data-complete={isComplete || undefined} aria-live="polite">
      {isComplete && (
        <p>
          <Check size={15} aria-hidden />
          {screen.lesson}
        </p>
      )}
      {!isComplete && (
        <p>
          {right} of {all} numbers are right.
        </p>
      )}
    </div>
  );
}

interface BodyProps {
  readonly screen: Screen;
  readonly sheet: Sheet;
  readonly onType: (key: string, text: string) => void;
  readonly onLeave: (key: string) => void;
}

/** Grids and lines, with a box for each blank; Enter goes to the next box. */
export function Body({ screen, sheet, onType, onLeave }: BodyProps) {
  const body = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    const boxes = [...(body.current?.querySelectorAll('input') ?? [])];
    boxes[(boxes.indexOf(event.currentTarget) + 1) % boxes.length]?.focus();
  };
  const box = (key: string, name: string, cell: Cell) => (
    <Number
      cell={cell}
      name={name}
      text={sheet.isShown ? written(cell) : (sheet.typed[key] ?? '')}
      isShown={sheet.isShown}
      wasLeft={sheet.left.includes(key)}
      onType={(text) => onType(key, text)}
      onLeave={() => onLeave(key)}
      onKey={onKey}
    />
  );
  return (
    <div ref={body} className={css.body}>
      {screen.grids.map((grid, g) => (
        <GridTable key={grid.title} grid={grid}>
          {(cell, r, c) =>
            box(cellKey(g, r, c), `${grid.title}, ${grid.rows[r] ?? ''}, ${grid.columns[c] ?? ''}`, cell)
          }
        </GridTable>
      ))}
      {screen.lines.length > 0 && (
        <dl className={css.lines}>
          {screen.lines.map(({ symbol, meaning, cell }, i) => (
            <div key={`${symbol} ${meaning}`}>
              <dt>
                <b>{symbol}</b> {meaning}
              </dt>
              <dd>{box(lineKey(i), `${symbol}, ${meaning}`, cell)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

interface GridTableProps {
  readonly grid: Grid;
  readonly children: (cell: Cell, row: number, column: number) => React.ReactNode;
}

function GridTable({ grid, children }: GridTableProps) {
  const { title, rows, columns, namesRows, namesColumns, cells } = grid;
  return (
    <table className={css.grid} data-matrix={(!namesRows && !namesColumns) || undefined}>
      <caption>{title}</caption>
      <thead className={namesColumns ? undefined : 'visually-hidden'}>
        <tr>
          <td />
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cells.map((row, r) => (
          <tr key={rows[r]}>
            <th scope="row">
              <span className={namesRows ? undefined : 'visually-hidden'}>{rows[r]}</span>
            </th>
            {row.map((cell, c) => (
              <td key={columns[c]}>{children(cell, r, c)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface NumberProps {
  readonly cell: Cell;
  readonly name: string;
  readonly text: string;
  readonly isShown: boolean;
  readonly wasLeft: boolean;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => void;
}

function Number({ cell, name, text, isShown, wasLeft, onType, onLeave, onKey }: NumberProps) {
  const hint = useId();
  if (!cell.isBlank) return <span>{written(cell)}</span>;
  const verdict = judge(cell, text);
  const isWrong = verdict === 'wrong' && wasLeft;
  return (
    <span className={css.blank}>
      <input
        className={classes(css.box, verdict === 'right' && css.right)}
        type="text"
        inputMode={cell.isWhole ? 'numeric' : 'decimal'}
        autoComplete="off"
        aria-label={name}
        aria-invalid={isWrong}
        aria-describedby={hint}
        readOnly={isShown}
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        onBlur={onLeave}
        onKeyDown={onKey}
      />
      <span id={hint} className="visually-hidden">
        {verdict === 'right' ? 'right' : isWrong ? 'not right yet' : cell.isWhole ? 'a whole number' : 'within 0.02'}
      </span>
      {verdict === 'right' && <Check className={css.tick} size={11} aria-hidden />}
      {isWrong && (
        <span className={css.cross} aria-hidden>
          ?
        </span>
      )}
    </span>
  );
}
