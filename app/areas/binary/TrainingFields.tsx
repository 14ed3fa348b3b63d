import { binaryScreen } from '../../../src/experiment/screens/binary';
import { NumberField } from '../../controls/NumberField';
import { Select } from '../../controls/Select';
import css from './BinaryScreen.module.css';
import { type BinarySettings, set } from './settings';

const NUMBERS = [
  ['epochs', true],
  ['images', true],
  ['learningRate', false],
  ['seed', true],
] as const;

/** How the methods are trained; folded away until wanted. */
export function TrainingFields({ settings }: { readonly settings: BinarySettings }) {
  return (
    <details className={css.more}>
      <summary>Training settings</summary>
      <div className={css.fields}>
        {NUMBERS.map(([key, integer]) => {
          const { label, min, max } = binaryScreen[key];
          return (
            <span key={key} className={css.number}>
              <span aria-hidden>{label}</span>
              <NumberField
                name={label}
                value={settings[key]}
                range={{ min, max, integer }}
                step={key === 'learningRate' ? binaryScreen.learningRate.step : 1}
                onCommit={(value) => set(key, value)}
              />
            </span>
          );
        })}
        <span className={css.number}>
          <span aria-hidden>BinaryConnect trains with the</span>
          <Select
            name="Sign of BinaryConnect while training"
            value={settings.sign}
            options={binaryScreen.sign.options}
            onChange={(value) => set('sign', value)}
          />
        </span>
        <span className={css.number}>
          <span aria-hidden>Gradient of BWN and XNOR-Net</span>
          <Select
            name="Gradient of BWN and XNOR-Net"
            value={settings.gradient}
            options={binaryScreen.gradient.options}
            onChange={(value) => set('gradient', value)}
          />
        </span>
        <p className={css.note}>
          Adam, batches of 64, learning rate falling to 0 along half a cosine, always from the float weights. XNOR-Net
          normalizes its inputs by what the batches show; its depthwise layers keep float inputs. TTQ has one pair of
          levels a layer, BinaryConnect no scale.
        </p>
      </div>
    </details>
  );
}
