import { choose, techniqueOf } from '../../../src/experiment/techniques';
import { Field } from '../../controls/Field';
import { fixed } from '../../controls/format';
import { Select } from '../../controls/Select';
import { SliderField } from '../../controls/SliderField';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import type { RecipeEditor } from './editor';
import { optionsOf } from './fields';

const MANUAL = 'manual';

interface ClippingFieldProps {
  readonly editor: RecipeEditor;
  readonly reason: string | null;
}

/** How the range is chosen, and the range itself; moving the slider chooses it by hand. */
export function ClippingField({ editor, reason }: ClippingFieldProps) {
  const { side, recipe } = editor;
  const noteId = `clipping-note-${side}`;
  const describedBy = reason === null ? undefined : noteId;
  return (
    <Field
      label={<Term id="clipping">Clipping</Term>}
      hint={reason === null ? <RatioHint editor={editor} /> : undefined}
      note={reason}
      noteId={noteId}
    >
      <Select
        name={`Clipping of ${side.toUpperCase()}`}
        value={recipe.clipper.id}
        options={optionsOf('clipper')}
        disabled={reason !== null}
        describedBy={describedBy}
        onChange={(id) => editor.choose('clipper', id)}
      />
      <RatioSlider editor={editor} disabled={reason !== null} describedBy={describedBy} />
    </Field>
  );
}

/** Names the layer whose threshold the slider shows while every layer finds its own. */
function RatioHint({ editor }: { readonly editor: RecipeEditor }) {
  const layer = useStore((state) => state.layerReports[editor.side].value?.layer);
  if (editor.recipe.clipper.id === MANUAL || layer === undefined) return <Term id="ratio">of max |w|</Term>;
  return <Term id="ratio">{`found in ${layer}`}</Term>;
}

function RatioSlider({
  editor,
  disabled,
  describedBy,
}: {
  readonly editor: RecipeEditor;
  readonly disabled: boolean;
  readonly describedBy: string | undefined;
}) {
  const found = useStore((state) => state.layerReports[editor.side].value?.clip.ratio);
  const param = techniqueOf('clipper', MANUAL)?.params['ratio'];
  if (param?.kind !== 'number') return null;
  const { clipper } = editor.recipe;
  const own = clipper.id === MANUAL ? clipper.params['ratio'] : found;
  const value = typeof own === 'number' && Number.isFinite(own) ? own : param.default;
  return (
    <SliderField
      name={`Threshold of ${editor.side.toUpperCase()} as a share of the largest weight`}
      value={Math.min(param.max, Math.max(param.min, value))}
      range={{ min: param.min, max: param.max, integer: false }}
      step={param.step}
      initial={param.default}
      tone={editor.side}
      disabled={disabled}
      describedBy={describedBy}
      write={(ratio) => fixed(ratio, 2)}
      onChange={(ratio, options) => editor.replace('clipper', choose('clipper', MANUAL, { ratio }), options)}
    />
  );
}
