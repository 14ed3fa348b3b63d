import { memo } from 'react';
import { BitsChart } from '../../charts/bits/BitsChart';
import { toggled } from '../../charts/bits/edits';
import { type Sharing, bitsModel, bitsSentence } from '../../charts/bits/model';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { FrameTable } from '../../charts/frame/table';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import type { LadderInputs, SubjectKind } from '../../charts/ladder/input';
import { NOUNS } from '../../charts/ladder/measures';
import type { CodeReport } from '../../../src/jobs/ladder-reports';
import { selectValue, setEdits } from './actions';
import css from './Granularity.module.css';
import type { Ladder } from './useLadder';

/** The bits that the selected value is read from, beside its neighbours; bits can be turned over. */
export const BitsPanel = memo(function BitsPanel({ ladder }: { readonly ladder: Ladder }) {
  const { view, inputs, settings, status } = ladder;
  const { code } = view;
  const rung = inputs?.rungs.find(({ rung: { id } }) => id === inputs.selected)?.rung;
  const label = rung?.label ?? 'the rung';
  const isEdited = settings.edits.length > 0;
  const sharing = sharingOf(inputs);
  const other = rung === undefined ? undefined : OTHER_NAMES[rung.id];
  return (
    <PanelFrame
      title={`${label}, bit by bit`}
      caption={code === null ? '' : captionOf(code, settings.subject)}
      summary={code === null ? 'Not computed yet.' : bitsSentence(bitsModel(code, settings.edits, 720, sharing), label)}
      status={status}
      fit="content"
      table={() => tableOf(code, settings.subject)}
      exportName={`bits-${rung?.id ?? 'rung'}`}
      actions={
        isEdited ? (
          <Button small onClick={() => setEdits([])}>
            Take changes back
          </Button>
        ) : (
          other !== undefined && <span className={css.other}>{other}</span>
        )
      }
      footer={
        <p className={css.hint}>
          {isEdited
            ? 'Bits in a red frame were changed by hand: the values are what those bits stand for, not what the network has.'
            : 'Press a bit of the marked column, or one that it shares, and see which values change.'}
        </p>
      }
    >
      {({ width }) => {
        const model = code === null ? null : bitsModel(code, settings.edits, width, sharing);
        if (model === null || code === null) return <p className={css.hint}>There is no value to show.</p>;
        const selected = code.entries.find(({ index }) => index === code.at);
        return (
          <BitsChart
            model={model}
            onToggle={(place, bit) => setEdits(toggled(selected?.layout ?? [], settings.edits, place, bit))}
            onSelect={(index) => selectValue(index, { commit: true })}
          />
        );
      }}
    </PanelFrame>
  );
});

/** Formats whose names are easily taken for one another. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  mx4: 'not the OCP MXFP4 format',
  mx6: 'not the OCP MXFP6 format',
  mx9: 'not an OCP MX format',
  mxfp4: 'not the MX4 of the lecture',
  mxfp6: 'not the MX6 of the lecture',
  mxfp8: 'not the MX9 of the lecture',
};

function sharingOf(inputs: LadderInputs | null): Sharing {
  const report = inputs?.rungs.find(({ rung: { id } }) => id === inputs.selected)?.report;
  const rows = inputs?.subject.rows ?? 1;
  const block = report?.regions.kind === 'group' ? Math.min(report.regions.rowsPerGroup, rows) : rows;
  const pairs = Math.ceil(block / (report?.pair ?? 1));
  return {
    value: 1,
    // On average: the last pair of a short block has one value.
    pair: block / Math.max(pairs, 1),
    block,
    channel: report?.regions.kind === 'row' ? (inputs?.subject.columns ?? 1) : rows,
    tensor: inputs?.subject.n ?? 1,
  };
}

function captionOf({ column, entries, shared, turned }: CodeReport, kind: SubjectKind): string {
  const nouns = NOUNS[kind];
  const [along, other] = turned ? [nouns.column, nouns.row] : [nouns.row, nouns.column];
  const [first, last] = [entries[0]?.row ?? 0, entries.at(-1)?.row ?? 0];
  const all = shared === entries.length ? 'all' : String(entries.length);
  return `${other} ${count(column)}, ${along}s ${count(first)} to ${count(last)}: ${all} of the ${count(shared)} values with one scale`;
}

function tableOf(code: CodeReport | null, kind: SubjectKind): FrameTable {
  const fields = code?.entries[0]?.layout ?? [];
  return {
    columns: [
      NOUNS[kind][code?.turned === true ? 'column' : 'row'],
      'value',
      'decoded',
      ...fields.map(({ label, bits }) => `${label} (${String(bits)} bits)`),
    ],
    rows: (code?.entries ?? []).map(({ row, value, quantized, layout }) => [
      row,
      value,
      quantized,
      ...layout.map(({ raw, bits, meaning }) => `${raw.toString(2).padStart(bits, '0')} = ${meaning}`),
    ]),
  };
}
