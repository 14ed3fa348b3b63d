import { CircleX, Download, Ellipsis, Image as ImageIcon, Shapes, Table2 } from 'lucide-react';
import { type ReactNode, Suspense, lazy, useContext, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../../controls/Button';
import { ProgressBar } from '../../controls/ProgressBar';
import { Menu, type MenuItem } from '../../controls/Menu';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { classes } from '../../controls/classes';
import { EmbedContext } from '../../embed/slot';
import css from './PanelFrame.module.css';
import { type PanelStatus, isOutdated } from './status';
import type { FrameTable } from './table';
import { type Size, useSize } from './useSize';

/** Tables and exports are asked for rarely: their code is fetched then. */
const TableDialog = lazy(() => import('./TableDialog').then((module) => ({ default: module.TableDialog })));
const exporting = () => import('./export');

export interface PanelFrameProps {
  /** Says what to look at. */
  readonly title: string;
  /** Unit and scale: "1,152 values, log count". */
  readonly caption?: string | undefined;
  /** One sentence with the main numbers: the accessible name of the figure. */
  readonly summary: string;
  readonly status: PanelStatus;
  /** Controls at the right of the title. */
  readonly actions?: ReactNode;
  /** A function when building the rows is worth postponing until they are asked for. */
  readonly table: FrameTable | (() => FrameTable);
  /** File name of exports, without ending. */
  readonly exportName: string;
  /** `fill`: the plot takes the height of the panel, at least 200 px; `content`: the panel is as high as its plot. */
  readonly fit?: 'fill' | 'content';
  /** False for text, which has no picture to save. */
  readonly drawn?: boolean;
  /** Below the plot, outside of what is exported and dimmed. */
  readonly footer?: ReactNode;
  readonly children: (size: Size) => ReactNode;
}

/** A panel with one chart: title, state of its result, table and exports. The last result stays, dimmed, until the next. */
export function PanelFrame(props: PanelFrameProps) {
  const { title, caption, summary, status, actions, fit = 'fill', footer, children } = props;
  const heading = useId();
  const figure = useRef<HTMLElement>(null);
  const [size, plot] = useSize();
  const outdated = isOutdated(status);
  const slot = useContext(EmbedContext);
  const section = (
    <section className={classes('card', css.panel)} aria-labelledby={heading} data-panel={props.exportName}>
      <header className={classes('ph', css.head)}>
        <h2 id={heading}>{title}</h2>
        {caption !== undefined && <p>{caption}</p>}
        <div className="r">
          <StatusMark status={status} />
          {actions}
          <FrameMenu frame={props} plot={() => figure.current?.querySelector<HTMLElement>('[data-plot]') ?? null} />
        </div>
      </header>
      {status.problem !== null && status.status === 'failed' && <ProblemNote problem={status.problem} />}
      <figure ref={figure} className={css.figure} aria-label={summary}>
        <div className={css[fit]}>
          <div ref={plot} data-plot className={classes(css.plot, outdated && css.dim)}>
            {size !== null && size.width > 0 && children(size)}
          </div>
          {status.status === 'empty' && <p className={classes(css.waiting, css.late)}>Waiting for the first result</p>}
        </div>
      </figure>
      {footer}
    </section>
  );
  return slot?.panel === props.exportName ? createPortal(section, slot.element) : section;
}

function StatusMark({ status }: { readonly status: PanelStatus }) {
  if (status.status === 'precomputed') return <ProvenanceBadge kind="precomputed" />;
  if (status.status === 'stale') {
    return (
      <span className={css.late}>
        <ProvenanceBadge kind="measured" note="old settings" />
      </span>
    );
  }
  if (status.status !== 'running' || status.progress === null) return null;
  const { done, total } = status.progress;
  return (
    <span className={classes(css.running, css.late)}>
      {done} / {total}
      <ProgressBar label={`${done} of ${total} done`} done={done} total={total} length="panel" />
      {status.onCancel !== undefined && (
        <Button small onClick={status.onCancel}>
          Cancel
        </Button>
      )}
    </span>
  );
}

function ProblemNote({ problem }: { readonly problem: NonNullable<PanelStatus['problem']> }) {
  return (
    <div className={css.problem} role="status">
      <CircleX size={14} aria-hidden />
      <p>
        <b>{problem.title}.</b>{' '}
        <span>
          {problem.cause} {problem.next}
        </span>
      </p>
    </div>
  );
}

interface FrameMenuProps {
  readonly frame: PanelFrameProps;
  readonly plot: () => HTMLElement | null;
}

function FrameMenu({ frame, plot }: FrameMenuProps) {
  const [shown, setShown] = useState<FrameTable | null>(null);
  const { title, caption, summary, exportName, drawn = true } = frame;
  const table = () => (typeof frame.table === 'function' ? frame.table() : frame.table);
  const drawing = (format: 'downloadPng' | 'downloadSvg') => () => {
    const element = plot();
    if (element === null) return;
    const text = { title, caption: caption ?? '', summary, name: exportName };
    void exporting().then((module) => {
      module[format](element, text);
    });
  };
  const pictures: readonly MenuItem[] = [
    { label: 'Save PNG', icon: <ImageIcon size={15} aria-hidden />, onSelect: drawing('downloadPng') },
    { label: 'Save SVG', icon: <Shapes size={15} aria-hidden />, onSelect: drawing('downloadSvg') },
  ];
  const items: readonly MenuItem[] = [
    {
      label: 'View as table',
      icon: <Table2 size={15} aria-hidden />,
      onSelect: () => {
        setShown(table());
      },
    },
    ...(drawn ? pictures : []),
    {
      label: 'Save CSV',
      icon: <Download size={15} aria-hidden />,
      onSelect: () => {
        void exporting().then((module) => {
          module.downloadCsv(table(), exportName);
        });
      },
    },
  ];
  return (
    <span className={css.menu}>
      <Menu label={`${title}: table and export`} icon={<Ellipsis size={16} aria-hidden />} items={items} />
      {shown !== null && (
        <Suspense fallback={null}>
          <TableDialog
            title={title}
            summary={summary}
            table={shown}
            onClose={() => {
              setShown(null);
            }}
          />
        </Suspense>
      )}
    </span>
  );
}
