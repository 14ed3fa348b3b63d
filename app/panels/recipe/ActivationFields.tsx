import { Suspense, lazy } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { activationProblem } from '../../../src/activations/registry';
import { Field } from '../../controls/Field';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Term } from '../../controls/Term';
import { useStore } from '../../store/store';
import { useActivationEditor } from './activation-editor';
import { activationDetails } from './activation-words';
import css from './MoreParams.module.css';

const ActivationDetails = lazy(() =>
  import('./ActivationDetails').then((module) => ({ default: module.ActivationDetails })),
);

const FLOAT = 'float';
const NO_NETWORK = 'Weights without a network have no activations.';
const WIDTHS = ['8', '6', '4', '3', '2'] as const;

/** Whether the inputs of the layers are quantized, and at how many bits; all else about them is folded away. */
export function ActivationFields({ side, layer }: { readonly side: SideId; readonly layer: string | null }) {
  const editor = useActivationEditor(side, layer);
  const { quantizer } = editor.recipe;
  const isFloat = quantizer.id === FLOAT;
  const runs = useStore(({ model }) => model.status !== 'ready' || model.card.task !== 'weights');
  const problem = runs ? (isFloat ? null : activationProblem(editor.recipe)) : NO_NETWORK;
  const noteId = `activations-note-${side}`;
  return (
    <div>
      <Field
        label={<Term id="activations">Activations</Term>}
        hint={isFloat ? undefined : 'bits'}
        note={problem}
        noteId={noteId}
      >
        <SegmentedControl
          name={`Bits of the activations of ${side.toUpperCase()}`}
          value={isFloat ? FLOAT : String(quantizer.params['bits'])}
          options={[
            { value: FLOAT, label: 'Float', help: 'Activations stay in float32.' },
            ...WIDTHS.map((bits) => ({ value: bits, label: bits, help: `Inputs of the layers at ${bits} bits.` })),
          ]}
          tone={side}
          disabled={!runs}
          describedBy={problem === null ? undefined : noteId}
          onChange={(value) => editor.setBits(value === FLOAT ? null : Number(value))}
        />
      </Field>
      {runs && !isFloat && (
        <details className={css.more}>
          <summary>
            How
            <span className={css.values}>{activationDetails(editor.recipe)}</span>
          </summary>
          <Suspense fallback={null}>
            <ActivationDetails editor={editor} />
          </Suspense>
        </details>
      )}
    </div>
  );
}
