import type { AreaId } from '../../src/experiment/screens/registry';
import { useStore } from '../store/store';
import css from './Screen.module.css';

/** What a screen cannot do without images that have classes; nothing for screens that need none. */
const WITHOUT: Partial<Readonly<Record<AreaId, string>>> = {
  training: 'Training needs images with classes, and this model comes without: nothing can be trained here.',
  rounding:
    'AdaRound and its rivals look at the training images of a network that tells classes apart, and this model has none. The two weights below need no images.',
  binary:
    'XNOR products, feature maps, accuracy and training need images with classes, and this model has none. The weights, the cut and the bench need no images.',
};

/** What the chosen model does not let a screen do, or null. */
export function useWithout(area: AreaId): string | null {
  const isClassifier = useStore(({ model }) => model.status !== 'ready' || model.card.task === 'classify');
  return isClassifier ? null : (WITHOUT[area] ?? null);
}

export function NeedsClasses({ text }: { readonly text: string }) {
  return (
    <section className={`card ${css.without ?? ''}`} aria-label="What this model lacks">
      <p>{text}</p>
    </section>
  );
}
