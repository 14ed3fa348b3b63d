import { useMemo, useState } from 'react';
import type { SideId } from '../../src/experiment/spec';
import type { IntegerAgreement, IntegerPlace, IntegerReport } from '../../src/jobs/integer-reports';
import { count, share } from '../charts/frame/format';
import { PanelFrame } from '../charts/frame/PanelFrame';
import css from '../charts/integer/IntegerChart.module.css';
import { IntegerChart } from '../charts/integer/IntegerChart';
import { integerModel, integerTable, sentence } from '../charts/integer/model';
import { Button } from '../controls/Button';
import { Field } from '../controls/Field';
import { NumberField } from '../controls/NumberField';
import { SegmentedControl } from '../controls/SegmentedControl';
import { Term } from '../controls/Term';
import { compareIntegers } from '../engine/requests';
import { changeActivations } from '../store/activation-actions';
import { defaultActivations } from '../../src/experiment/defaults';
import { store, useStore } from '../store/store';
import { useIntegers } from './use-integers';

const SIDES = [
  { value: 'a', label: 'A', name: 'Integers of A' },
  { value: 'b', label: 'B', name: 'Integers of B' },
] as const;

/** Images on which integers are compared with their simulation. */
const COMPARED = 200;
const EMPTY_TABLE = { columns: ['term', 'value'], rows: [] };

/** One output of the selected layer as integer hardware computes it: every term of the lecture's equation. */
export function IntegerPanel() {
  const [side, setSide] = useState<SideId>('a');
  const [place, setPlace] = useState<IntegerPlace>({ image: 0, at: null });
  const layer = useStore((state) => state.view.layer);
  const { report, reason, status } = useIntegers(side, place);
  const name = layer ?? 'the layer';
  return (
    <PanelFrame
      title="Integer arithmetic"
      caption={report === null ? undefined : `one output of ${report.layer}, units of the int32 sum`}
      summary={report === null ? (reason ?? `Integer arithmetic of ${name}`) : sentence(report)}
      status={status}
      fit="content"
      actions={<SegmentedControl name="Integers of" value={side} options={SIDES} tone={side} onChange={setSide} />}
      table={() => (report === null ? EMPTY_TABLE : integerTable(report))}
      exportName={`${name}-integers-${side}`}
      footer={report === null ? undefined : <Controls side={side} report={report} onPlace={setPlace} />}
    >
      {({ width }) =>
        report === null ? (
          <Missing side={side} reason={reason} />
        ) : (
          <div className={css.body}>
            <IntegerChart model={integerModel(report, Math.max(width - 28, 300))} side={side} />
          </div>
        )
      }
    </PanelFrame>
  );
}

function Missing({ side, reason }: { readonly side: SideId; readonly reason: string | null }) {
  const isFloat = useStore((state) => state.experiment[side].activations === undefined);
  if (reason === null) return null;
  return (
    <div className={css.missing}>
      <p>
        {reason} <Term id="integerArithmetic">What is computed</Term>
      </p>
      {isFloat && (
        <Button small onClick={() => changeActivations(side, () => defaultActivations())}>
          {`Quantize the activations of ${side.toUpperCase()} to 8 bits`}
        </Button>
      )}
    </div>
  );
}

interface ControlsProps {
  readonly side: SideId;
  readonly report: IntegerReport;
  readonly onPlace: (place: IntegerPlace) => void;
}

const AXES = ['Row', 'Column', 'Channel'] as const;

/** Which output is shown, and how all of them compare with the simulation. */
function Controls({ side, report, onPlace }: ControlsProps) {
  const images = useStore((state) => state.experiment.images);
  const { at, image, outputs } = report;
  const along = (axis: number, index: number): IntegerPlace => ({
    image,
    at: [axis === 0 ? index : at[0], axis === 1 ? index : at[1], axis === 2 ? index : at[2]],
  });
  return (
    <div className={css.controls}>
      <div className={css.place}>
        <Field label="Image">
          <NumberField
            name="Test image of the integers"
            value={image}
            range={{ min: 0, max: images - 1, integer: true }}
            step={1}
            write={String}
            onCommit={(index) => onPlace({ image: index, at: null })}
          />
        </Field>
        {AXES.map((label, axis) => (
          <Field key={label} label={label}>
            <NumberField
              name={`${label} of the integers`}
              value={at[axis] ?? 0}
              range={{ min: 0, max: (outputs[axis] ?? 1) - 1, integer: true }}
              step={1}
              write={String}
              disabled={outputs[axis] === 1}
              onCommit={(index) => onPlace(along(axis, index))}
            />
          </Field>
        ))}
      </div>
      <Button small onClick={() => onPlace({ image, at: null })}>
        Largest output
      </Button>
      <Agreement side={side} />
    </div>
  );
}

type Compared = { readonly spec: unknown; readonly text: string } | null;

/** Runs some images through both arithmetics when asked. */
function Agreement({ side }: { readonly side: SideId }) {
  const spec = useStore((state) => state.experiment[side]);
  const [compared, setCompared] = useState<Compared>(null);
  const text = useMemo(() => (compared?.spec === spec ? compared.text : null), [compared, spec]);
  const start = (): void => {
    setCompared({ spec, text: 'Comparing …' });
    void compareIntegers(spec, COMPARED).then((outcome) => {
      const now = store.getState().experiment[side];
      if (now !== spec) return;
      if (!outcome.ok) setCompared({ spec, text: outcome.problem.cause });
      else
        setCompared({
          spec,
          text: outcome.value.possible ? agreementText(outcome.value.result) : outcome.value.reason,
        });
    });
  };
  return (
    <>
      <Button small onClick={start}>
        Compare with the simulation
      </Button>
      <p className={css.note} role="status">
        {text ?? ''}
      </p>
    </>
  );
}

function agreementText({ images, samePredictions, codes, differing, largest }: IntegerAgreement): string {
  const same = `${count(samePredictions)} of ${count(images)} predictions are those of the simulation`;
  if (differing === 0) return `Measured: ${same}; all ${count(codes)} codes are equal.`;
  const steps = largest === 1 ? 'one step' : `${count(largest)} steps`;
  return `Measured: ${same}; ${share(differing / codes)} of ${count(codes)} codes differ, by ${steps} at most.`;
}
