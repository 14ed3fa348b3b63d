import { useState } from 'react';
import type { AxisOrder } from '../../../src/model/loose-layout';
import { DISTRIBUTIONS, type Distribution } from '../../../src/model/random-inputs';
import { type ListedNetwork, MOST_CHOSEN, type OpenReport } from '../../../src/jobs/own-reports';
import { Button } from '../../controls/Button';
import { Field } from '../../controls/Field';
import { count } from '../../controls/format';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Select } from '../../controls/Select';
import { Term } from '../../controls/Term';
import { chosenAtFirst, FORMAT_NAMES, likelyInputs, likelyOrder } from './choices';
import { LayerList } from './LayerList';
import css from './OpenDialog.module.css';
import { leaveOpening, showTaken, takeOpened, useOpening } from './opening';
import { TensorTree } from './TensorTree';

interface ReadViewProps {
  readonly report: OpenReport;
  readonly isBusy: boolean;
}

/** What the files hold, and what the user decides about it. */
export function ReadView({ report, isBusy }: ReadViewProps) {
  const { network, tensors } = report;
  const [title, setTitle] = useState(report.title);
  const [order, setOrder] = useState(() => likelyOrder(report.format));
  const [inputs, setInputs] = useState(() => likelyInputs(network));
  const [chosen, setChosen] = useState(() => chosenAtFirst(report));
  const floats = network === null ? [] : network.kernels.flatMap(({ name }) => (chosen.has(name) ? [] : [name]));
  const weights = tensors.reduce((sum, { name, values }) => sum + (chosen.has(name) ? values : 0), 0);
  const refusal = network === null ? refusalOf(weights) : null;
  const take = () =>
    void takeOpened({ title: title.trim() || report.title, tensors: [...chosen], order, inputs }, floats);
  return (
    <div className={css.read}>
      <div className={css.what}>
        <h3>{network === null ? 'Tensors' : 'Layers it will run'}</h3>
        {network === null ? (
          <TensorTree tensors={tensors} chosen={chosen} onChoose={setChosen} />
        ) : (
          <LayerList network={network} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
      <div className={css.side}>
        <Facts report={report} />
        <Field label="Name">
          <input
            className={css.text}
            aria-label="Name of the model"
            value={title}
            maxLength={60}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </Field>
        {network === null ? (
          <OrderFields order={order} onChange={setOrder} />
        ) : (
          <InputsField network={network} inputs={inputs} onChange={setInputs} />
        )}
        <Mismatch floats={floats} />
        {refusal !== null && <p className={css.refusal}>{refusal}</p>}
        <div className={css.row}>
          <Button kind="primary" disabled={isBusy || refusal !== null} onClick={take}>
            Open in the Lab
          </Button>
          <Button onClick={leaveOpening}>Another file</Button>
        </div>
      </div>
    </div>
  );
}

/** Why the chosen tensors cannot be opened. */
function refusalOf(weights: number): string | null {
  if (weights === 0) return 'Choose at least one tensor.';
  if (weights <= MOST_CHOSEN) return null;
  return `${count(weights)} weights are chosen and ${count(MOST_CHOSEN)} fit here: choose fewer tensors.`;
}

function Facts({ report: { format, notes, tensors, network } }: { readonly report: OpenReport }) {
  const values = tensors.reduce((sum, tensor) => sum + tensor.values, 0);
  return (
    <>
      <dl className={css.facts}>
        <dt>Format</dt>
        <dd>{FORMAT_NAMES[format]}</dd>
        <dt>Tensors</dt>
        <dd>{`${count(tensors.length)} with ${count(values)} values`}</dd>
        {network !== null && (
          <>
            <dt>Input</dt>
            <dd>{network.input.join(' × ')}</dd>
            <dt>Output</dt>
            <dd>{`${network.outputShape.join(' × ')}, ${network.output}`}</dd>
            <dt>Multiply-accumulates</dt>
            <dd>{`${count(network.macs)} for one input`}</dd>
          </>
        )}
      </dl>
      {notes.length > 0 && (
        <ul className={css.notes} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

const MATRIX = [
  { value: 'out-in', label: '[out, in]', help: 'PyTorch' },
  { value: 'in-out', label: '[in, out]', help: 'TensorFlow, NumPy' },
] as const;
const CONVOLUTION = [
  { value: 'oihw', label: '[out, in, h, w]', help: 'PyTorch, ONNX' },
  { value: 'hwio', label: '[h, w, in, out]', help: 'TensorFlow' },
] as const;

interface OrderFieldsProps {
  readonly order: AxisOrder;
  readonly onChange: (order: AxisOrder) => void;
}

/** Which axis counts output channels: those share a scale when one is kept for each channel. */
function OrderFields({ order, onChange }: OrderFieldsProps) {
  return (
    <>
      <Field
        label="Axes of a matrix"
        note="A file does not say which axis counts output channels. PyTorch has [out, in]."
      >
        <SegmentedControl
          name="Axes of a matrix"
          value={order.matrix}
          options={MATRIX}
          onChange={(matrix) => onChange({ ...order, matrix })}
        />
      </Field>
      <Field label="Axes of a convolution">
        <SegmentedControl
          name="Axes of a convolution"
          value={order.convolution}
          options={CONVOLUTION}
          onChange={(convolution) => onChange({ ...order, convolution })}
        />
      </Field>
    </>
  );
}

interface InputsFieldProps {
  readonly network: ListedNetwork;
  readonly inputs: Distribution;
  readonly onChange: (inputs: Distribution) => void;
}

const INPUTS = Object.entries(DISTRIBUTIONS).map(([value, { label }]) => ({ value, label }));

/** What the network is run on as long as it has no data. */
function InputsField({ network, inputs, onChange }: InputsFieldProps) {
  if (network.words !== null) return <p>{`Compared on random words of ${count(network.words)}, seeded.`}</p>;
  return (
    <Field
      label="Random inputs"
      note={
        <>
          Without data, A and B are compared by the <Term id="sqnr">SQNR</Term> of their outputs on seeded random
          inputs. Your own inputs, with labels or without, can be given under Model.
        </>
      }
    >
      <Select
        name="Random inputs"
        value={inputs}
        options={INPUTS}
        onChange={(value) => onChange(value as Distribution)}
      />
    </Field>
  );
}

/** What was read is not what the link is about. */
function Mismatch({ floats }: { readonly floats: readonly string[] }) {
  const { other } = useOpening();
  if (other === null) return null;
  return (
    <div className={css.problem} role="alert">
      <h3>Not the model of the link</h3>
      <p>
        These files with these choices are <code>{other.record.card.id}</code>. The file or a choice differs from the
        sender's.
      </p>
      <Button small onClick={() => void showTaken(other, floats)}>
        Open it all the same
      </Button>
    </div>
  );
}
