import { Suspense, lazy, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { useStore } from '../../store/store';
import { ActivationFields } from './ActivationFields';
import css from './RecipeFields.module.css';
import { applicability } from './applicability';
import { ClippingField } from './ClippingField';
import { useRecipeEditor } from './editor';
import { EndsSwitch } from './EndsSwitch';
import { BitsField, FormatField, GranularityField, RoundingField } from './fields';
import { MoreParams } from './MoreParams';
import { ScopeField } from './ScopeField';
import { SeedField } from './SeedField';

const WeightsField = lazy(() =>
  import('../../weights/WeightsField').then((module) => ({ default: module.WeightsField })),
);

interface RecipeFieldsProps {
  readonly side: SideId;
  readonly className: string | undefined;
  /** Little height: what is changed most comes first, and for which layers it holds comes last. */
  readonly isShort?: boolean;
}

/** The settings of one recipe, in the order in which they act; each step of the course finds them for all layers, and folded. */
export function RecipeFields(props: RecipeFieldsProps) {
  const lesson = useStore((state) => state.view.lesson);
  return <Fields key={lesson} {...props} />;
}

function Fields({ side, className, isShort = false }: RecipeFieldsProps) {
  const selected = useStore((state) => state.view.layer);
  const weights = useStore((state) => state.experiment[side].weights);
  const [isLayerOnly, setLayerOnly] = useState(false);
  const editor = useRecipeEditor(side, isLayerOnly ? selected : null);
  const reasons = applicability(editor.recipe);
  const scope = <ScopeField side={side} isLayerOnly={isLayerOnly} onChange={setLayerOnly} />;
  return (
    <div
      id={`settings-${side}`}
      className={className}
      role="group"
      aria-label={`Settings of ${side.toUpperCase()}`}
      tabIndex={-1}
    >
      {weights !== undefined && (
        <Suspense fallback={null}>
          <WeightsField side={side} weights={weights} />
        </Suspense>
      )}
      {!isShort && scope}
      <FormatField editor={editor} />
      <BitsField editor={editor} />
      <GranularityField editor={editor} reason={reasons.granularity} />
      <ClippingField editor={editor} reason={reasons.clipper} />
      <div className={css.pair}>
        <RoundingField editor={editor} reason={reasons.rounder} />
        <SeedField side={side} />
      </div>
      <MoreParams editor={editor} reasons={reasons} />
      <ActivationFields side={side} layer={isLayerOnly ? selected : null} />
      <EndsSwitch side={side} />
      {isShort && scope}
    </div>
  );
}
