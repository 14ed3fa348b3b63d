import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { BitsChart } from '../../charts/mixed/BitsChart';
import { bitsModel, bitsSentence, bitsTable } from '../../charts/mixed/bits-model';
import type { Size } from '../../charts/frame/useSize';
import { Button } from '../../controls/Button';
import { NumberField } from '../../controls/NumberField';
import { Chip } from '../../controls/Chip';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { count, percent } from '../../controls/format';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Term } from '../../controls/Term';
import { recipeName } from '../../panels/recipe/recipeName';
import { mixedScreen } from '../../../src/experiment/screens/mixed';
import { selectLayer } from '../../store/actions';
import { useStore } from '../../store/store';
import css from './MixedScreen.module.css';
import { setBits, takeRecipeOfA } from './policy';
import { type MixedSettings, setMixed } from './settings';
import { useBitRows, useOwnPolicy } from './shown';
import type { Ground } from './facts';
import type { LayerBitsRow } from '../../charts/mixed/bits-model';

interface BitsPanelProps {
  readonly ground: Ground;
  readonly settings: MixedSettings;
  readonly isCurrent: boolean;
}

/** Bits of every layer of B as bars, the line of A, and what each layer costs in the same columns. */
export function BitsPanel({ ground, settings, isCurrent }: BitsPanelProps) {
  const rows = useBitRows(ground, settings);
  const { damage, damageIn, damageBits } = settings;
  const unit = damageIn === 'points' ? 'points' : 'dB';
  const how = damage === 'one' ? `Alone at ${damageBits} bits` : `With all before it at ${damageBits} bits`;
  return (
    <PanelFrame
      title="Bits per layer"
      caption="drag a bar of B; line: A"
      summary={bitsSentence(rows, unit, how)}
      status={{ status: isCurrent ? 'ready' : 'stale', problem: null, progress: null }}
      actions={<Scores />}
      table={() => bitsTable(rows, unit)}
      exportName="bits-per-layer"
      footer={<Footer ground={ground} settings={settings} />}
    >
      {(size) => <Body rows={rows} settings={settings} size={size} />}
    </PanelFrame>
  );
}

interface BodyProps {
  readonly rows: readonly LayerBitsRow[];
  readonly settings: MixedSettings;
  readonly size: Size;
}

function Body({ rows, settings, size }: BodyProps) {
  const { damage, damageIn, damageBits, activations } = settings;
  const hasInputs = activations || rows.some(({ bits }) => (bits.activations.b ?? 0) > 0);
  const unit = damageIn === 'points' ? 'points' : 'dB';
  const model = useMemo(() => bitsModel({ rows, activations: hasInputs, unit, size }), [rows, hasInputs, unit, size]);
  const title = [
    damageIn === 'points' ? 'points lost' : 'output dB',
    damage === 'one' ? 'if only this' : 'if all up to this',
    `has ${damageBits} ${damageBits === 1 ? 'bit' : 'bits'}`,
  ];
  return <BitsChart model={model} damageTitle={title} onBits={setBits} onLayer={selectLayer} />;
}

/** Accuracies of both sides on test images. */
function Scores() {
  const scores = useStore((state) => state.scores);
  const images = useStore((state) => state.experiment.images);
  return (
    <span className={css.scores}>
      {(['a', 'b'] as const).map((side) => {
        const { value, status } = scores[side];
        return (
          <span key={side} className={css.score} data-side={side} data-old={status !== 'ready'}>
            <Chip side={side} />
            {value === null ? '–' : `${percent(value.correct / value.n)} %`}
          </span>
        );
      })}
      <span className={css.wide}>
        <ProvenanceBadge kind="measured" note={`${count(images)} test images`} />
      </span>
    </span>
  );
}

function Footer({ ground, settings }: Omit<BitsPanelProps, 'isCurrent'>) {
  const { damage, damageIn, damageBits } = settings;
  return (
    <div className={css.footer}>
      <RecipeNote ground={ground} />
      <Term id="sensitivity">Sensitivity</Term>
      <SegmentedControl
        name="Sensitivity"
        value={damage}
        options={mixedScreen.damage.options}
        onChange={(value) => setMixed('damage', value)}
      />
      <SegmentedControl
        name="Sensitivity in"
        value={damageIn}
        options={mixedScreen.damageIn.options}
        onChange={(value) => setMixed('damageIn', value)}
      />
      <span className={css.tiny}>
        <NumberField
          name="Bits of the sensitivity"
          value={damageBits}
          range={{ min: 1, max: 8, integer: true }}
          step={1}
          onCommit={(value) => setMixed('damageBits', value)}
        />
      </span>
      bits, on {count(ground.images)} training images
    </div>
  );
}

/** Which recipe the widths belong to, and what to do where A and B differ in more than widths. */
function RecipeNote({ ground }: { readonly ground: Ground }) {
  const { a, b } = useStore((state) => state.experiment);
  const own = useOwnPolicy(ground);
  if (own === null || own.shares) return null;
  return (
    <p className={css.note}>
      B is {recipeName(b.recipe)}, A is {recipeName(a.recipe)}: they differ in more than bits.
      <Button small onClick={takeRecipeOfA}>
        Give B the recipe of A
      </Button>
    </p>
  );
}
