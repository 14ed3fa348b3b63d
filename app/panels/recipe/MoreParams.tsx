import type { Param } from '../../../src/params/param';
import { type RecipePart, techniqueOf } from '../../../src/experiment/techniques';
import { Field } from '../../controls/Field';
import type { Reasons } from './applicability';
import type { RecipeEditor } from './editor';
import { ParamControl } from './ParamControl';

/** Parameters that have a field of their own. */
const SHOWN_ELSEWHERE = new Set(['quantizer.bits', 'clipper.ratio']);
const PARTS = ['quantizer', 'clipper', 'rounder'] as const satisfies readonly RecipePart[];

/** Every further parameter of the chosen techniques, as their tables describe them. */
export function MoreParams({ editor, reasons }: { readonly editor: RecipeEditor; readonly reasons: Reasons }) {
  return PARTS.flatMap((part) => {
    const choice = editor.recipe[part];
    const reason = part === 'quantizer' ? null : reasons[part];
    if (reason !== null) return [];
    return Object.entries(techniqueOf(part, choice.id)?.params ?? {})
      .filter(([key]) => !SHOWN_ELSEWHERE.has(`${part}.${key}`))
      .map(([key, param]) => <ParamField key={`${part}.${choice.id}.${key}`} editor={editor} part={part} name={key} param={param} />);
  });
}

interface ParamFieldProps {
  readonly editor: RecipeEditor;
  readonly part: RecipePart;
  readonly name: string;
  readonly param: Param;
}

function ParamField({ editor, part, name, param }: ParamFieldProps) {
  const noteId = `param-${editor.side}-${part}-${name}`;
  return (
    <Field label={param.kind === 'boolean' ? null : param.label} note={param.help} noteId={noteId}>
      <ParamControl
        id={name}
        param={{ ...param, label: `${param.label}${param.kind === 'boolean' ? '' : ` of ${editor.side.toUpperCase()}`}` }}
        value={editor.recipe[part].params[name] ?? param.default}
        tone={editor.side}
        describedBy={noteId}
        onChange={(value, options) => editor.set(part, name, value, options)}
      />
    </Field>
  );
}
