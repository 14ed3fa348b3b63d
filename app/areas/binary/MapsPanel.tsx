import { binaryScreen } from '../../../src/experiment/screens/binary';
import { Maps } from '../../charts/binary/Maps';
import { mapsSentence, mapsTable } from '../../charts/binary/maps-words';
import { percent } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { NumberField } from '../../controls/NumberField';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Switch } from '../../controls/Switch';
import { Term } from '../../controls/Term';
import css from './MapsPanel.module.css';
import { type BinarySettings, set } from './settings';
import { useSlot } from './slots';

/** What one layer makes of one image with float, binary and ternary weights. */
export function MapsPanel({ settings }: { readonly settings: BinarySettings }) {
  const { value, status, problem } = useSlot('maps');
  return (
    <PanelFrame
      title="Feature maps"
      caption={
        value === null ? 'one layer' : `${value.layer} before bias and ReLU; r: correlation with float; colours per map`
      }
      summary={mapsSentence(value)}
      status={{ status, problem, progress: null }}
      table={() => mapsTable(value)}
      exportName="feature-maps"
      fit="content"
      footer={<Footer settings={settings} positive={value?.positiveShare ?? null} />}
    >
      {({ width }) => value !== null && <Maps report={value} width={width} />}
    </PanelFrame>
  );
}

function Footer({ settings, positive }: { readonly settings: BinarySettings; readonly positive: number | null }) {
  const { image, normalize, border } = settings;
  return (
    <div className={css.footer}>
      <span className={css.field}>
        <span aria-hidden>Test image</span>
        <NumberField
          name="Test image"
          value={image}
          range={{ min: binaryScreen.image.min, max: binaryScreen.image.max, integer: true }}
          step={1}
          onCommit={(value) => set('image', value)}
        />
      </span>
      <span className={css.switch}>
        <Switch label="Normalize before the sign" on={normalize} onChange={(on) => set('normalize', on)} />
      </span>
      <span className={css.border}>
        <Term id="signBorder">Border</Term>
        <SegmentedControl
          name="Sign around the image"
          value={border}
          options={binaryScreen.border.options}
          onChange={(value) => set('border', value)}
        />
      </span>
      {positive !== null && (
        <span className={css.note}>
          {percent(positive)} % of the input signs are +1
          {positive > 0.99 && ': after a ReLU nothing is negative, so the signs say nothing'}
        </span>
      )}
    </div>
  );
}
