import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { BitsChart } from '../../charts/mixed/BitsChart';
import { type DamageUnit, bitsModel, bitsSentence, bitsTable } from '../../charts/mixed/bits-model';
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
import { BarField } from '../BarField';
import css from './MixedScreen.module.css';
import { isByCurvature } from './follow';
import { PROBES, TRACE_IMAGES } from './objective';
import { setBits, takeRecipeOfA } from './policy';
import { type MixedState, useMixedStore } from './store';
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
  const { damageIn } = settings;
  const unit = UNITS[damageIn];
  const how = damageIn === 'trace' ? 'By the curvature of the loss' : HOW[settings.damage](settings.damageBits);
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
  const hasInputs = settings.activations || rows.some(({ bits }) => (bits.activations.b ?? 0) > 0);
  const unit = UNITS[settings.damageIn];
  const model = useMemo(() => bitsModel({ rows, activations: hasInputs, unit, size }), [rows, hasInputs, unit, size]);
  const title = damageTitle(settings);
  return <BitsChart model={model} damageTitle={title} onBits={setBits} onLayer={selectLayer} />;
}

const UNITS: Readonly<Record<MixedSettings['damageIn'], DamageUnit>> = {
  points: 'points',
  sqnr: 'dB',
  trace: 'trace',
  omega: 'omega',
};

const HOW: Readonly<Record<MixedSettings['damage'], (bits: number) => string>> = {
  one: (bits) => `Alone at ${bits} bits`,
  cumulative: (bits) => `With all before it at ${bits} bits`,
};

const MEASURES: Readonly<Record<MixedSettings['damageIn'], string>> = {
  points: 'points lost',
  sqnr: 'output dB',
  trace: 'Hessian trace',
  omega: 'HAWQ Ω',
};

/** What the lower bars are, in three short lines. */
function damageTitle({ damage, damageIn, damageBits }: MixedSettings): readonly string[] {
  if (damageIn === 'trace') return [MEASURES.trace, 'of the loss,', 'mean of weights'];
  const where = damage === 'one' ? 'if only this' : 'if all up to this';
  return [MEASURES[damageIn], where, `has ${damageBits} ${damageBits === 1 ? 'bit' : 'bits'}`];
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
        disabled={damageIn === 'trace'}
        onChange={(value) => setMixed('damage', value)}
      />
      <SegmentedControl
        name="Sensitivity in"
        value={damageIn}
        options={mixedScreen.damageIn.options}
        onChange={(value) => setMixed('damageIn', value)}
      />
      <BarField label={null} width="number" after="bits">
        <NumberField
          name="Bits of the sensitivity"
          value={damageBits}
          disabled={damageIn === 'trace'}
          range={{ min: 1, max: 8, integer: true }}
          step={1}
          onCommit={(value) => setMixed('damageBits', value)}
        />
      </BarField>
      <SensitivityNote ground={ground} settings={settings} />
    </div>
  );
}

/** What the sensitivities come from, or how far their estimate is. */
function SensitivityNote({ ground, settings }: Omit<BitsPanelProps, 'isCurrent'>) {
  const tracing = useMixedStore((state) => state.tracing);
  if (!isByCurvature(settings)) return <span>on {count(ground.images)} training images</span>;
  if (tracing === null)
    return (
      <span>
        {`${PROBES} random vectors, ${TRACE_IMAGES} training images, float weights; line: standard error, which the ILP takes where the trace is smaller`}
      </span>
    );
  return <span role="status">{tracingText(tracing)}</span>;
}

function tracingText(tracing: NonNullable<MixedState['tracing']>): string {
  if ('problem' in tracing) return `no estimate: ${tracing.problem}`;
  const { done, total } = tracing;
  return total === 1 ? 'preparing the estimate' : `gradient ${count(done)} of ${count(total)}`;
}

/** Which recipe the widths belong to, and what to do where A and B differ in more than widths. */
function RecipeNote({ ground }: { readonly ground: Ground }) {
  const { a, b } = useStore((state) => state.experiment);
  const own = useOwnPolicy(ground);
  if (a.weights !== undefined)
    return (
      <p className={css.note}>
        A stands on weights made for it. Everything on this screen but its accuracy above is about the weights that the
        network ships with, searches too.
      </p>
    );
  if (own === null || own.shares) return null;
  if (b.weights !== undefined)
    return (
      <p className={css.note}>
        B stands on weights made for it and is not compared with policies, which stand on those that the network ships
        with.
        <Button small onClick={takeRecipeOfA}>
          Give B the shipped weights
        </Button>
      </p>
    );
  return (
    <p className={css.note}>
      B is {recipeName(b.recipe)}, A is {recipeName(a.recipe)}: they differ in more than bits.
      <Button small onClick={takeRecipeOfA}>
        Give B the recipe of A
      </Button>
    </p>
  );
}
