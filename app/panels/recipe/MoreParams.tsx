import type { Param, ParamValue } from '../../../src/params/param';
import { type RecipePart, techniqueOf } from '../../../src/experiment/techniques';
import { Field } from '../../controls/Field';
import { plain } from '../../controls/format';
import { LOCKED, useLock } from '../../store/guided';
import type { Reasons } from './applicability';
import type { RecipeEditor } from './editor';
import css from './MoreParams.module.css';
import { ParamControl } from './ParamControl';

/** Parameters that have a field of their own. */
const SHOWN_ELSEWHERE = new Set(['quantizer.bits', 'clipper.ratio']);
const PARTS = ['quantizer', 'clipper', 'rounder'] as const satisfies readonly RecipePart[];

interface Further {
  readonly part: RecipePart;
  readonly key: string;
  readonly param: Param;
  readonly value: ParamValue;
}

/** Every further parameter of the chosen techniques, as their tables describe them. */
export function MoreParams({ editor, reasons }: { readonly editor: RecipeEditor; readonly reasons: Reasons }) {
  const isFormatLocked = useLock(`${editor.side}.format`) !== null;
  const further = PARTS.flatMap((part) =>
    part !== 'quantizer' && reasons[part] !== null ? [] : furtherOf(editor, part),
  );
  if (further.length === 0) return null;
  return (
    <details className={css.more}>
      <summary>
        More
        <span className={css.values}>{further.map(valueText).filter(Boolean).join(', ')}</span>
      </summary>
      <div className={css.fields}>
        {further.map((one) => (
          <ParamField
            key={`${one.part}.${one.key}`}
            editor={editor}
            further={one}
            disabled={one.part === 'quantizer' && isFormatLocked}
          />
        ))}
      </div>
    </details>
  );
}

function furtherOf(editor: RecipeEditor, part: RecipePart): Further[] {
  const { id, params } = editor.recipe[part];
  return Object.entries(techniqueOf(part, id)?.params ?? {})
    .filter(([key]) => !SHOWN_ELSEWHERE.has(`${part}.${key}`))
    .map(([key, param]) => ({ part, key, param, value: params[key] ?? param.default }));
}

/** A value in the folded line; switches that are off and empty lists are left out. */
function valueText({ param, value }: Further): string {
  if (param.kind === 'choice') return param.options.find((option) => option.value === value)?.label.toLowerCase() ?? '';
  if (param.kind === 'boolean') return value === true ? param.label.toLowerCase() : '';
  return typeof value === 'number' ? plain(value) : '';
}

function ParamField({
  editor,
  further: { part, key, param, value },
  disabled,
}: {
  readonly disabled: boolean;
  readonly editor: RecipeEditor;
  readonly further: Further;
}) {
  const noteId = `param-${editor.side}-${part}-${key}`;
  const side = editor.side.toUpperCase();
  return (
    <Field label={param.kind === 'boolean' ? null : param.label} note={disabled ? LOCKED : param.help} noteId={noteId}>
      <ParamControl
        id={key}
        param={param.kind === 'boolean' ? param : { ...param, label: `${param.label} of ${side}` }}
        value={value}
        tone={editor.side}
        disabled={disabled}
        describedBy={noteId}
        onChange={(next, options) => editor.set(part, key, next, options)}
      />
    </Field>
  );
}
