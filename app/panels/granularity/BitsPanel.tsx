import { BitsChart } from '../../charts/bits/BitsChart';
import { toggled } from '../../charts/bits/edits';
import { bitsModel, bitsSentence } from '../../charts/bits/model';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { FrameTable } from '../../charts/frame/table';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import type { CodeReport } from '../../../src/jobs/ladder-reports';
import { selectValue, setEdits } from './actions';
import css from './Granularity.module.css';
import type { Ladder } from './useLadder';

/** The bits that the selected value is read from, beside its neighbours; bits can be turned over. */
export function BitsPanel({ ladder }: { readonly ladder: Ladder }) {
  const { view, inputs, settings, status } = ladder;
  const { code } = view;
  const rung = inputs?.rungs.find(({ rung: { id } }) => id === inputs.selected)?.rung;
  const label = rung?.label ?? 'the rung';
  const isEdited = settings.edits.length > 0;
  return (
    <PanelFrame
      title={`${label}, bit by bit`}
      caption={code === null ? '' : captionOf(code)}
      summary={code === null ? 'Not computed yet.' : bitsSentence(bitsModel(code, settings.edits, 720), label)}
      status={status}
      fit="content"
      table={() => tableOf(code)}
      exportName={`bits-${rung?.id ?? 'rung'}`}
      actions={
        isEdited && (
          <Button small onClick={() => setEdits([])}>
            Take changes back
          </Button>
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
        const model = code === null ? null : bitsModel(code, settings.edits, width);
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
}

function captionOf({ column, entries, shared }: CodeReport): string {
  const [first, last] = [entries[0]?.row ?? 0, entries.at(-1)?.row ?? 0];
  const all = shared === entries.length ? 'all' : String(entries.length);
  return `channel ${count(column)}, inputs ${count(first)} to ${count(last)}: ${all} of the ${count(shared)} values with one scale`;
}

function tableOf(code: CodeReport | null): FrameTable {
  const fields = code?.entries[0]?.layout ?? [];
  return {
    columns: ['input', 'value', 'decoded', ...fields.map(({ label, bits }) => `${label} (${String(bits)} bits)`)],
    rows: (code?.entries ?? []).map(({ row, value, quantized, layout }) => [
      row,
      value,
      quantized,
      ...layout.map(({ raw, bits, meaning }) => `${raw.toString(2).padStart(bits, '0')} = ${meaning}`),
    ]),
  };
}
