import { type RecipePart, TECHNIQUES, techniqueOf } from '../../../src/experiment/techniques';
import { count } from '../../controls/format';
import { Field } from '../../controls/Field';
import { GranularityGlyph } from '../../controls/GranularityGlyph';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import { recipeProblem } from './applicability';
import { ChoiceControl } from './ChoiceControl';
import type { RecipeEditor } from './editor';
import { ParamControl } from './ParamControl';

interface FieldProps {
  readonly editor: RecipeEditor;
  /** Why this part does nothing with the chosen quantizer; null when it acts. */
  readonly reason: string | null;
}

/** The techniques of a part as options of a control. */
export function optionsOf(part: RecipePart) {
  return Object.values(TECHNIQUES[part]).map(({ id, label, summary }) => ({ value: id, label, help: summary }));
}

export function FormatField({ editor }: { readonly editor: RecipeEditor }) {
  const levels = useStore((state) => state.layerReports[editor.side].value?.metrics.totalLevels);
  const isFloat = editor.recipe.quantizer.id === 'float';
  return (
    <Field
      label={<Term id="format">Format</Term>}
      hint={levels === undefined || isFloat ? undefined : `${count(levels)} levels`}
    >
      <ChoiceControl
        name={`Format of ${editor.side.toUpperCase()}`}
        value={editor.recipe.quantizer.id}
        options={optionsOf('quantizer')}
        tone={editor.side}
        onChange={(id) => editor.choose('quantizer', id)}
      />
    </Field>
  );
}

export function BitsField({ editor }: { readonly editor: RecipeEditor }) {
  const { id, params } = editor.recipe.quantizer;
  const own = techniqueOf('quantizer', id)?.params['bits'];
  const shown = own ?? techniqueOf('quantizer', 'uniform')?.params['bits'];
  if (shown === undefined) return null;
  const note =
    own === undefined
      ? `${techniqueOf('quantizer', id)?.label ?? id} has no bit width to choose.`
      : recipeProblem(editor.recipe);
  const noteId = `bits-note-${editor.side}`;
  return (
    <Field label={<Term id="bits">Bits</Term>} note={note} noteId={noteId}>
      <ParamControl
        id="bits"
        param={{ ...shown, label: `Bits of ${editor.side.toUpperCase()}` }}
        value={own === undefined ? 0 : (params['bits'] ?? own.default)}
        tone={editor.side}
        disabled={own === undefined}
        describedBy={note === null ? undefined : noteId}
        onChange={(value) => editor.set('quantizer', 'bits', value)}
      />
    </Field>
  );
}

export function GranularityField({ editor, reason }: FieldProps) {
  const network = useStore((state) => state.networkReports[editor.side].value);
  const scales = network?.layers.reduce((sum, layer) => sum + layer.metrics.scaleCount, 0);
  const { id, params } = editor.recipe.granularity;
  const table = techniqueOf('granularity', id)?.params ?? {};
  const noteId = `granularity-note-${editor.side}`;
  const describedBy = reason === null ? undefined : noteId;
  const common = { tone: editor.side, disabled: reason !== null, describedBy };
  return (
    <Field
      label={<Term id="granularity">Granularity</Term>}
      hint={
        scales === undefined || reason !== null ? undefined : `${count(scales)} ${scales === 1 ? 'scale' : 'scales'}`
      }
      note={reason}
      noteId={noteId}
    >
      <SegmentedControl
        {...common}
        look="tiles"
        name={`Granularity of ${editor.side.toUpperCase()}`}
        value={id}
        options={optionsOf('granularity').map(({ value, label, help }) => ({
          value,
          name: label,
          help,
          label: tile(value),
        }))}
        onChange={(next) => editor.choose('granularity', next)}
      />
      {Object.entries(table).map(([key, param]) => (
        <ParamControl
          {...common}
          key={key}
          id={key}
          param={{ ...param, label: `${param.label} of ${editor.side.toUpperCase()}` }}
          value={params[key] ?? param.default}
          onChange={(value, options) => editor.set('granularity', key, value, options)}
        />
      ))}
    </Field>
  );
}

function tile(id: string) {
  return (
    <>
      <GranularityGlyph granularity={id} />
      <span>{id.charAt(0).toUpperCase() + id.slice(1)}</span>
    </>
  );
}

export function RoundingField({ editor, reason }: FieldProps) {
  const noteId = `rounding-note-${editor.side}`;
  return (
    <Field label={<Term id="rounding">Rounding</Term>} note={reason} noteId={noteId}>
      <ChoiceControl
        name={`Rounding of ${editor.side.toUpperCase()}`}
        value={editor.recipe.rounder.id}
        options={optionsOf('rounder')}
        tone={editor.side}
        disabled={reason !== null}
        describedBy={reason === null ? undefined : noteId}
        onChange={(id) => editor.choose('rounder', id)}
      />
    </Field>
  );
}
