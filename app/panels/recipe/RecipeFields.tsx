import { Suspense, lazy, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { useLock } from '../../store/guided';
import { useStore } from '../../store/store';
import { ActivationFields } from './ActivationFields';
import css from './RecipeFields.module.css';
import { type Reasons, applicability } from './applicability';
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
  const reasons = useReasons(side, applicability(editor.recipe));
  const scope = <ScopeField side={side} isLayerOnly={isLayerOnly} onChange={setLayerOnly} />;
  const [format, bits] = [useLock(`${side}.format`), useLock(`${side}.bits`)];
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
      <FormatField editor={editor} reason={format} />
      <BitsField editor={editor} reason={bits} />
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

/** Why parts of the recipe cannot be changed or do nothing. */
function useReasons(side: SideId, own: Reasons): Reasons {
  const granularity = useLock(`${side}.granularity`);
  const clipper = useLock(`${side}.clipper`);
  const rounder = useLock(`${side}.rounder`);
  return {
    granularity: granularity ?? own.granularity,
    clipper: clipper ?? own.clipper,
    rounder: rounder ?? own.rounder,
  };
}
