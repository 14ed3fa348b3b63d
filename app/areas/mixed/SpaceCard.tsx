import { Term } from '../../controls/Term';
import { fixed } from '../../controls/format';
import css from './MixedScreen.module.css';
import type { MixedSettings } from './settings';
import type { Ground } from './facts';
import { useMixedStore } from './store';
import { superscript, writeCount, writeLong } from './words';

/** How many policies there are, and how long trying all would take at the rate that was measured. */
export function SpaceCard({ ground, settings }: { readonly ground: Ground; readonly settings: MixedSettings }) {
  const timed = useMixedStore((state) => state.timed);
  const { least, most, activations } = settings;
  const choices = (most - least + 1) ** (activations ? 2 : 1);
  const layers = ground.works.length;
  const rate = timed.ms === 0 ? null : (1000 * timed.policies) / timed.ms;
  const log = layers * Math.log10(choices);
  return (
    <p className={`card ${css.space ?? ''}`} data-space>
      <b>
        <Term id="designSpace">Design space</Term>
      </b>{' '}
      {choices} choices for each of {layers} layers: {choices}
      {superscript(layers)} = {writeCount(choices, layers)} policies.{' '}
      {rate === null
        ? 'The rate of scoring is being measured.'
        : `At the ${fixed(rate, 1)} policies a second measured here, on ${ground.images} images, trying all takes ${writeLong(10 ** log / rate)}.`}
    </p>
  );
}
