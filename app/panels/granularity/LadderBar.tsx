import { granularityTable } from '../../../src/experiment/screens/granularity';
import { IMAGE_COUNTS } from '../../../src/experiment/defaults';
import { hasNetwork } from '../../charts/ladder/input';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Select } from '../../controls/Select';
import { SliderField } from '../../controls/SliderField';
import { selectLayer } from '../../store/actions';
import { useStore } from '../../store/store';
import { setLadder } from './actions';
import css from './Granularity.module.css';
import type { LadderSettings } from './settings';

interface BarProps {
  readonly settings: LadderSettings;
}

/** What is quantized, and the settings of the rungs that have any. */
export function LadderBar({ settings }: BarProps) {
  const { subject } = settings;
  return (
    <>
      <SegmentedControl
        name="What is quantized"
        value={subject}
        options={choicesOf('subject')}
        onChange={(value) => setLadder({ subject: value, weight: 0, edits: [], outlier: 'none' })}
      />
      {hasNetwork(subject) && <LayerChoice />}
      {subject === 'picture' && <PictureChoice settings={settings} />}
      {subject !== 'example' && <RungFields settings={settings} />}
    </>
  );
}

function choicesOf(key: string) {
  const param = granularityTable[key];
  return param?.kind === 'choice' ? param.options.map(({ value, label, help }) => ({ value, label, help })) : [];
}

function LayerChoice() {
  const layer = useStore((state) => state.view.layer);
  const model = useStore((state) => state.model);
  const layers = model.status === 'ready' ? model.layers : [];
  return (
    <span className={css.field}>
      Layer
      <Select
        name="Layer"
        value={layer ?? ''}
        options={layers.map(({ name, shape }) => ({ value: name, label: `${name}, ${shape.join(' × ')}` }))}
        onChange={(name) => {
          selectLayer(name);
        }}
      />
    </span>
  );
}

function PictureChoice({ settings }: BarProps) {
  return (
    <>
      <SegmentedControl
        name="Picture"
        value={settings.picture}
        options={choicesOf('picture')}
        onChange={(picture) => setLadder({ picture, weight: 0, edits: [] })}
      />
      {settings.picture === 'image' && (
        <div className={css.slider}>
          <span>Image</span>
          <SliderField
            name="Test image"
            value={settings.image}
            range={{ min: 0, max: (IMAGE_COUNTS[0] ?? 1) - 1, integer: true }}
            step={1}
            onChange={(image, options) => setLadder({ image }, options)}
          />
        </div>
      )}
      <SegmentedControl
        name="Maps show"
        value={settings.look}
        options={choicesOf('look')}
        onChange={(look) => setLadder({ look })}
      />
    </>
  );
}

const BITS = [2, 3, 4, 5, 6, 8].map((bits) => ({ value: String(bits), label: String(bits) }));

/** Bits a value that a group's float32 scale costs; among activations its zero point as well. */
function groupCost({ subject, bits, groupSize }: LadderSettings): number {
  return (32 + (subject === 'activations' ? bits : 0)) / groupSize;
}

function RungFields({ settings }: BarProps) {
  const group = granularityTable['groupSize'];
  return (
    <>
      <span className={css.field}>
        Integer codes
        <SegmentedControl
          name="Bits of an integer code"
          value={String(settings.bits)}
          options={BITS}
          onChange={(bits) => setLadder({ bits: Number(bits), edits: [] })}
        />
      </span>
      <div className={css.slider}>
        <span>
          Group size <i>costs {groupCost(settings).toFixed(2)} bits</i>
        </span>
        {group?.kind === 'integer' && (
          <SliderField
            name="Group size"
            value={settings.groupSize}
            range={{ min: group.min, max: group.max, integer: true }}
            step={1}
            initial={group.default}
            onChange={(groupSize, options) => setLadder({ groupSize, edits: [] }, options)}
          />
        )}
      </div>
    </>
  );
}
