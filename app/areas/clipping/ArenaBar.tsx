import { memo } from 'react';
import { clippingScreen } from '../../../src/experiment/screens/clipping';
import { Chip } from '../../controls/Chip';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Select } from '../../controls/Select';
import { Term } from '../../controls/Term';
import { selectLayer } from '../../store/actions';
import { useStore } from '../../store/store';

import { methodOptions } from './methods';
import { type ArenaSettings, set } from './settings';
import { BarField } from '../BarField';

const WIDTHS = [2, 3, 4, 5, 6, 7, 8].map((bits) => ({ value: String(bits), label: String(bits) }));
const UNSIGNED_REASON = 'weights lie on both sides of zero';

/** What is clipped, with which codes, and which two estimators are compared. */
export const ArenaBar = memo(function ArenaBar({ settings }: { readonly settings: ArenaSettings }) {
  const { source, shape, bits, codes } = settings;
  const unsignedReason = source === 'weights' && shape === 'layer' ? UNSIGNED_REASON : null;
  return (
    <>
      <SegmentedControl
        name="Values"
        value={source}
        options={clippingScreen.source.options}
        onChange={(value) => set('source', value)}
      />
      <LayerField />
      <BarField width="list" label="Shape">
        <Select
          name="Shape"
          value={shape}
          options={clippingScreen.shape.options}
          onChange={(value) => set('shape', value)}
        />
      </BarField>
      {shape !== 'layer' && <SampleFields settings={settings} />}
      <BarField label="Bits">
        <SegmentedControl
          name="Bits"
          value={String(bits)}
          options={WIDTHS}
          onChange={(value) => set('bits', Number(value))}
        />
      </BarField>
      <BarField width="list" label={<Term id="codeRange">Codes</Term>}>
        <Select
          name="Codes"
          value={codes}
          options={clippingScreen.codes.options.map((option) => ({
            ...option,
            reason: option.value === 'unsigned' ? unsignedReason : null,
          }))}
          onChange={(value) => set('codes', value)}
        />
      </BarField>
      <SideField side="a" settings={settings} />
      <SideField side="b" settings={settings} />
    </>
  );
});

function LayerField() {
  const model = useStore((state) => state.model);
  const layer = useStore((state) => state.view.layer);
  const layers = model.status === 'ready' ? model.layers : [];
  return (
    <BarField width="list" label="Layer">
      <Select
        name="Layer"
        value={layer ?? ''}
        options={layers.map(({ name }) => ({ value: name, label: name }))}
        disabled={layers.length === 0}
        onChange={selectLayer}
      />
    </BarField>
  );
}

function SampleFields({ settings }: { readonly settings: ArenaSettings }) {
  return (
    <BarField width="list" label="Values drawn">
      <Select
        name="Values drawn"
        value={settings.count}
        options={clippingScreen.count.options}
        onChange={(value) => set('count', value)}
      />
    </BarField>
  );
}

/** The estimator of one side; choosing one for A takes a threshold set by hand back. */
function SideField({ side, settings }: { readonly side: 'a' | 'b'; readonly settings: ArenaSettings }) {
  return (
    <BarField width="list" label={<Chip side={side} />}>
      <Select
        name={`Method of ${side.toUpperCase()}`}
        value={settings[side]}
        options={methodOptions(settings)}
        onChange={(value) => chooseMethod(side, value, settings)}
      />
    </BarField>
  );
}

/** Gives a side another estimator; A leaves its threshold by hand, and both exchange theirs when they would be the same. */
export function chooseMethod(side: 'a' | 'b', id: string, settings: ArenaSettings): void {
  const other = side === 'a' ? 'b' : 'a';
  if (settings[other] === id) set(other, settings[side], { commit: false });
  if (side === 'a' && settings.hand > 0) set('hand', 0, { commit: false });
  set(side, id);
}
