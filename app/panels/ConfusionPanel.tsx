import { useState } from 'react';
import { type CellId, ConfusionChart } from '../charts/confusion/ConfusionChart';
import { type ConfusionInput, type ConfusionView, confusionModel, confusionTable } from '../charts/confusion/model';
import css from '../charts/confusion/ConfusionChart.module.css';
import { count } from '../charts/frame/format';
import { PanelFrame } from '../charts/frame/PanelFrame';
import { SegmentedControl } from '../controls/SegmentedControl';
import { deferred } from './deferred';
import { filterGallery, useGallery } from './gallery-filter';
import { type Predictions, usePredictions } from './use-predictions';

const VIEWS = [
  { value: 'a', label: 'A', name: 'Confusion of A' },
  { value: 'difference', label: 'A − B', name: 'A − B, A minus B' },
  { value: 'b', label: 'B', name: 'Confusion of B' },
] as const;

const TONES = { a: 'a', difference: 'ink', b: 'b' } as const;
const SIDES = { a: 'a', difference: 'either', b: 'b' } as const;
const EMPTY_TABLE = { columns: ['true class'], rows: [] };

/** Which classes are taken for which, by A, by B, or the difference. A cell shows its images in the gallery. */
export const ConfusionPanel = deferred(usePredictions, Panel);

function Panel({ value }: { readonly value: Predictions }) {
  const [view, setView] = useState<ConfusionView>('a');
  const filter = useGallery((state) => state.filter);
  const { labels, by, classes, status, missing } = value;
  const input: ConfusionInput | null =
    labels !== null && by.a !== null && by.b !== null && missing === null
      ? { view, labels, a: by.a, b: by.b, classes }
      : null;
  const select = ({ truth, predicted }: CellId) => {
    filterGallery({ kind: 'cell', side: SIDES[view], truth, predicted });
  };
  return (
    <PanelFrame
      title="Confusion"
      caption={input === null ? undefined : `${count(input.a.length)} images by class`}
      summary={
        input === null ? (missing ?? 'Confusion of classes') : confusionModel(input, { width: 0, height: 0 }).summary
      }
      status={status}
      fit="content"
      actions={
        <SegmentedControl name="Confusion of" value={view} options={VIEWS} tone={TONES[view]} onChange={setView} />
      }
      table={() => (input === null ? EMPTY_TABLE : confusionTable(input))}
      exportName={`confusion-${view}`}
    >
      {(size) =>
        input === null ? (
          <p className={css.missing}>{missing}</p>
        ) : (
          <ConfusionChart
            model={confusionModel(input, size)}
            selected={filter.kind === 'cell' && filter.side === SIDES[view] ? filter : null}
            onSelect={select}
          />
        )
      }
    </PanelFrame>
  );
}
