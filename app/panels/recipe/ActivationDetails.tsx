import { activationReasons } from '../../../src/activations/applies';
import { MAX_CALIBRATION_IMAGES } from '../../../src/experiment/defaults';
import { MAX_SEED } from '../../../src/experiment/seed';
import { type RecipePart, techniqueOf, techniquesOf } from '../../../src/experiment/techniques';
import { Field } from '../../controls/Field';
import { NumberField } from '../../controls/NumberField';
import { Select } from '../../controls/Select';
import { Switch } from '../../controls/Switch';
import { Term } from '../../controls/Term';
import { activationsOf, changeActivations, setCalibration } from '../../store/activation-actions';
import { useStore } from '../../store/store';
import type { ActivationEditor } from './activation-editor';
import css from './MoreParams.module.css';
import { calibrationNote } from './activation-words';
import { ParamControl } from './ParamControl';

type Reasons = Readonly<Record<string, string | null>>;

/** Everything about quantized activations but whether they are. */
export function ActivationDetails({ editor }: { readonly editor: ActivationEditor }) {
  const reasons = activationReasons(editor.recipe, editor.weights);
  return (
    <div className={css.fields}>
      <Params editor={editor} part="quantizer" />
      <Part
        editor={editor}
        part="granularity"
        label={<Term id="activationGranularity">Who shares a scale</Term>}
        reasons={reasons.granularities}
      />
      <Part editor={editor} part="clipper" label={<Term id="clipping">Clipping</Term>} reasons={reasons.clippers} />
      <Part editor={editor} part="rounder" label={<Term id="rounding">Rounding</Term>} reasons={{}} />
      {editor.layer === null && <Calibration editor={editor} reason={reasons.calibration} />}
      {editor.layer === null && <Bias editor={editor} reason={reasons.bias} />}
    </div>
  );
}

interface PartProps {
  readonly editor: ActivationEditor;
  readonly part: RecipePart;
  readonly label: React.ReactNode;
  readonly reasons: Reasons;
}

function Part({ editor, part, label, reasons }: PartProps) {
  const names = { quantizer: 'Format', granularity: 'Granularity', clipper: 'Clipping', rounder: 'Rounding' };
  const options = Object.values(techniquesOf(part, 'activations')).map(({ id, label: text }) => ({
    value: id,
    label: OPTION_LABELS[`${part}.${id}`] ?? text,
    reason: reasons[id] ?? null,
  }));
  const summary = techniqueOf(part, editor.recipe[part].id, 'activations')?.summary;
  const noteId = `activation-${part}-${editor.side}`;
  return (
    <>
      <Field label={label} note={part === 'rounder' ? undefined : summary} noteId={noteId}>
        <Select
          name={`${names[part]} of the activations of ${editor.side.toUpperCase()}`}
          value={editor.recipe[part].id}
          options={options}
          describedBy={part === 'rounder' ? undefined : noteId}
          onChange={(id) => editor.choose(part, id)}
        />
      </Field>
      <Params editor={editor} part={part} />
    </>
  );
}

/** Names that say when the scale is found. */
const OPTION_LABELS: Readonly<Record<string, string>> = {
  'granularity.tensor': 'Tensor, static',
  'granularity.channel': 'Channel, static',
  'granularity.batch': 'Batch, dynamic',
  'granularity.sample': 'Image or token, dynamic',
};

/** The parameters of one part, as their table describes them. */
function Params({ editor, part }: { readonly editor: ActivationEditor; readonly part: RecipePart }) {
  const { id, params } = editor.recipe[part];
  const isAffine = params['scheme'] === 'affine';
  const table = Object.entries(techniqueOf(part, id, 'activations')?.params ?? {});
  return table
    .filter(([key]) => !(part === 'quantizer' && key === 'range' && isAffine))
    .map(([key, param]) => {
      const noteId = `activation-${editor.side}-${part}-${key}`;
      const label = `${param.label} of the activations of ${editor.side.toUpperCase()}`;
      return (
        <Field key={key} label={param.kind === 'boolean' ? null : param.label} note={param.help} noteId={noteId}>
          <ParamControl
            id={key}
            param={param.kind === 'boolean' ? param : { ...param, label }}
            value={params[key] ?? param.default}
            tone={editor.side}
            describedBy={noteId}
            onChange={(value, options) => editor.set(part, key, value, options)}
          />
        </Field>
      );
    });
}

function Calibration({ editor, reason }: { readonly editor: ActivationEditor; readonly reason: string | null }) {
  const spec = useStore((state) => state.experiment[editor.side]);
  const { images, seed } = activationsOf(spec).calibration;
  const of = editor.side.toUpperCase();
  const noteId = `calibration-note-${editor.side}`;
  const disabled = reason !== null;
  return (
    <>
      <Field
        label={<Term id="calibration">Calibration images</Term>}
        note={reason ?? calibrationNote(images)}
        noteId={noteId}
      >
        <NumberField
          name={`Calibration images of ${of}`}
          value={images}
          range={{ min: 1, max: MAX_CALIBRATION_IMAGES, integer: true }}
          step={32}
          disabled={disabled}
          describedBy={noteId}
          onCommit={(value) => setCalibration(editor.side, { images: value })}
        />
      </Field>
      <Field label={<Term id="seed">Calibration seed</Term>}>
        <NumberField
          name={`Calibration seed of ${of}`}
          value={seed}
          range={{ min: 0, max: MAX_SEED, integer: true }}
          step={1}
          disabled={disabled}
          write={String}
          onCommit={(value) => setCalibration(editor.side, { seed: value })}
        />
      </Field>
    </>
  );
}

function Bias({ editor, reason }: { readonly editor: ActivationEditor; readonly reason: string | null }) {
  const spec = useStore((state) => state.experiment[editor.side]);
  const noteId = `bias-note-${editor.side}`;
  return (
    <Field label={null} note={reason} noteId={noteId}>
      <Switch
        label={<span>Biases as int32</span>}
        on={activationsOf(spec).bias === 'int32'}
        disabled={reason !== null}
        describedBy={reason === null ? undefined : noteId}
        onChange={(on) => changeActivations(editor.side, (now) => ({ ...now, bias: on ? 'int32' : 'float32' }))}
      />
    </Field>
  );
}
