import { Download } from 'lucide-react';
import { encodeLink } from '../../../../src/experiment/codec';
import type { WrittenFile } from '../../../../src/jobs/export-reports';
import { save } from '../../../charts/frame/export';
import { Button } from '../../../controls/Button';
import { bytes } from '../../../controls/format';
import { ProgressBar } from '../../../controls/ProgressBar';
import { Term } from '../../../controls/Term';
import type { Outcome } from '../../../engine/outcome';
import { store, useStore } from '../../../store/store';
import { sideName } from '../../recipe/recipeName';
import css from './FilesSection.module.css';
import { FILE_KINDS, type FileKind, type Owner, fileName } from './make';
import { isReportable, reportHtml } from './report';
import { type Cell, type Files, useFiles } from './useFiles';

const OWNERS: readonly Owner[] = ['float', 'a', 'b'];
const NAMES: Readonly<Record<Owner, string>> = { float: 'Float', a: 'A', b: 'B' };

/** The networks of the comparison as files for other programs, written in this tab. */
export function FilesSection() {
  const files = useFiles();
  return (
    <section className={css.files} aria-labelledby="files-title">
      <div className={css.head}>
        <h3 id="files-title">
          <Term id="exportedFile">Files</Term>
        </h3>
        <Progress files={files} />
      </div>
      <p className={css.sides}>
        <SideText owner="a" />
        <SideText owner="b" />
      </p>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">Format</th>
            {OWNERS.map((owner) => (
              <th scope="col" key={owner} data-side={owner}>
                {NAMES[owner]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FILE_KINDS.map((kind) => (
            <Row key={kind.format} kind={kind} files={files} />
          ))}
        </tbody>
      </table>
      <Report />
    </section>
  );
}

/** Everything that was measured as one page, for who has neither the app nor a network. */
function Report() {
  const isReady = useStore(isReportable);
  const write = () => {
    const state = store.getState();
    const link = new URL(encodeLink({ experiment: state.experiment }), location.href).href;
    const html = reportHtml(state, link);
    save(new Blob([html], { type: 'text/html' }), `${state.experiment.model}-report.html`);
  };
  return (
    <div className={css.report}>
      <span>
        <b>Report</b>
        <span>
          {isReady
            ? 'Recipes, results with their intervals, every layer, charts and the link on one HTML page.'
            : 'One HTML page with all results, as soon as A, B and float are measured.'}
        </span>
      </span>
      <Button disabled={!isReady} onClick={write}>
        <Download size={14} aria-hidden />
        Save report
      </Button>
    </div>
  );
}

function SideText({ owner }: { readonly owner: 'a' | 'b' }) {
  const name = useStore((state) => sideName(state.experiment[owner]));
  return (
    <span>
      <b data-side={owner}>{NAMES[owner]}</b> {name}
    </span>
  );
}

function Progress({ files: { state, done, cells, cancel, restart } }: { readonly files: Files }) {
  if (state === 'waiting') return <span role="status">The network is still loading.</span>;
  if (state === 'done') return null;
  if (state === 'cancelled')
    return (
      <span role="status">
        Stopped.{' '}
        <Button small onClick={restart}>
          Write them
        </Button>
      </span>
    );
  return (
    <span role="status" className={css.progress}>
      <ProgressBar label="Files written" done={done} total={cells.length} length="panel" />
      {`${done} of ${cells.length} written`}
      <Button small onClick={cancel}>
        Cancel
      </Button>
    </span>
  );
}

function Row({ kind, files }: { readonly kind: FileKind; readonly files: Files }) {
  const own = files.cells.filter((cell) => cell.kind === kind);
  return (
    <tr>
      <th scope="row">
        <b>{kind.title}</b>
        <span>{kind.about}</span>
        <Remarks cells={own} files={files} />
      </th>
      {OWNERS.map((owner) => {
        const cell = own.find((one) => one.owner === owner);
        return <td key={owner}>{cell !== undefined && <SaveButton cell={cell} outcome={files.of(cell)} />}</td>;
      })}
    </tr>
  );
}

function SaveButton({ cell, outcome }: { readonly cell: Cell; readonly outcome: Outcome<WrittenFile> | undefined }) {
  const model = useStore((state) => state.experiment.model);
  const { kind, owner } = cell;
  const what = `${kind.title} of ${owner === 'float' ? 'the float network' : NAMES[owner]}`;
  if (outcome?.ok !== true)
    return (
      <Button disabled aria-label={`${what}: ${outcome === undefined ? 'not written yet' : 'not possible'}`}>
        –
      </Button>
    );
  const { bytes: content } = outcome.value;
  return (
    <Button
      aria-label={`Save ${what}, ${bytes(content.length)}`}
      onClick={() => save(new Blob([content], { type: 'application/octet-stream' }), fileName(model, kind, owner))}
    >
      <Download size={14} aria-hidden />
      <b data-side={owner}>{NAMES[owner]}</b>
      {bytes(content.length)}
    </Button>
  );
}

/** What the files of a row cannot say, and why one is missing; the same words once for both sides. */
function Remarks({ cells, files }: { readonly cells: readonly Cell[]; readonly files: Files }) {
  const owners = new Map<string, string[]>();
  for (const cell of cells) {
    const outcome = files.of(cell);
    if (outcome === undefined) continue;
    const texts = outcome.ok ? outcome.value.notes : [`${outcome.problem.cause} ${outcome.problem.next}`];
    for (const text of texts) owners.set(text, [...(owners.get(text) ?? []), NAMES[cell.owner]]);
  }
  return [...owners].map(([text, sides]) => <em key={text}>{`${sides.join(' and ')}: ${text}`}</em>);
}
