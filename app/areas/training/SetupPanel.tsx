import type { Recipe } from '../../../src/experiment/spec';
import type { Param } from '../../../src/params/param';
import { trainingScreen } from '../../../src/experiment/screens/training';
import { Chip } from '../../controls/Chip';
import { Field } from '../../controls/Field';
import { classes } from '../../controls/classes';
import { plain } from '../../controls/format';
import { NumberField } from '../../controls/NumberField';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { Term } from '../../controls/Term';
import { ParamControl } from '../../panels/recipe/ParamControl';
import type { TermId } from '../../panels/glossary/entries';
import { recipeName } from '../../panels/recipe/recipeName';
import { setParam } from '../../store/actions';
import { useStore } from '../../store/store';
import { useScreenParams } from '../useScreenParams';
import css from './SetupPanel.module.css';
import { setTraining } from './settings';

type Key = keyof typeof trainingScreen;

const WIDTHS = ['2', '3', '4', '6', '8'];
const RATES = [0.0003, 0.001, 0.003, 0.01];
const MORE: readonly Key[] = [
  'seed',
  'start',
  'optimizer',
  'schedule',
  'warmUp',
  'batchSize',
  'weightDecay',
  'flip',
  'shift',
  'activations',
  'activationBits',
  'batchNorm',
];

/** How the networks are trained: the recipes of A and B as chosen in the Lab, a scale rule for each, and the rest for both. */
export function SetupPanel() {
  return (
    <section className={classes('card', css.panel)} aria-labelledby="training-setup">
      <header className="ph">
        <h2 id="training-setup">Set up</h2>
        <p>recipes as in the Lab</p>
      </header>
      <div className={css.body}>
        <SideSetup side="a" scale="scaleA" />
        <SideSetup side="b" scale="scaleB" />
        <Setting id="ste" />
        <RateField />
        <div className={css.pair}>
          <Setting id="epochs" />
          <Setting id="images" />
        </div>
        <Setting id="control" />
        <More />
      </div>
    </section>
  );
}

function SideSetup({ side, scale }: { readonly side: 'a' | 'b'; readonly scale: 'scaleA' | 'scaleB' }) {
  const { recipe } = useStore((state) => state.experiment[side]);
  return (
    <div className={css.side}>
      <p className={css.recipe}>
        <Chip side={side} />
        <span>{recipeName(recipe)}</span>
      </p>
      <BitsField side={side} recipe={recipe} />
      <Setting id={scale} tone={side} />
    </div>
  );
}

/** The width of the codes, where the quantizer has one; the Lab shows the same recipe. */
function BitsField({ side, recipe }: { readonly side: 'a' | 'b'; readonly recipe: Recipe }) {
  const { bits } = recipe.quantizer.params;
  if (typeof bits !== 'number') return null;
  return (
    <div className={css.inline}>
      <Term id="bits">Bits</Term>
      <SegmentedControl
        name={`Bits of ${side.toUpperCase()}`}
        value={String(bits)}
        options={WIDTHS.map((width) => ({ value: width, label: width }))}
        tone={side}
        onChange={(next) => setParam(side, 'quantizer', 'bits', Number(next))}
      />
    </div>
  );
}

/** Usual learning rates in sight, any other typed. */
function RateField() {
  const { learningRate } = useScreenParams('training');
  const { label, min, max, step } = trainingScreen.learningRate;
  return (
    <Field label={<Term id="learningRate">{label}</Term>}>
      <div className={css.rate}>
        <SegmentedControl
          name={label}
          value={String(learningRate)}
          options={RATES.map((rate) => ({ value: String(rate), label: plain(rate) }))}
          onChange={(next) => setTraining('learningRate', Number(next))}
        />
        <NumberField
          name={`${label}, typed`}
          value={Number(learningRate)}
          range={{ min, max, integer: false }}
          step={step}
          onCommit={(next) => setTraining('learningRate', next)}
        />
      </div>
    </Field>
  );
}

function More() {
  const values = useScreenParams('training');
  const changed = MORE.filter((key) => values[key] !== trainingScreen[key].default).length;
  return (
    <details className={css.more}>
      <summary>
        More
        <span className={css.changed}>{changed === 0 ? 'optimizer, images, activations' : `${changed} changed`}</span>
      </summary>
      <div className={css.fields}>
        {MORE.map((key) => (
          <Setting key={key} id={key} />
        ))}
      </div>
    </details>
  );
}

interface SettingProps {
  readonly id: Key;
  readonly tone?: 'a' | 'b' | 'ink';
}

function Setting({ id, tone = 'ink' }: SettingProps) {
  const values = useScreenParams('training');
  const param: Param = trainingScreen[id];
  const value = values[id] ?? param.default;
  const noteId = `training-${id}`;
  return (
    <Field
      label={param.kind === 'boolean' ? null : labelOf(id, param.label)}
      note={noteOf(param, value, id)}
      noteId={noteId}
    >
      <ParamControl
        id={id}
        param={param}
        value={value}
        tone={tone}
        describedBy={noteId}
        onChange={(next, options) => setTraining(id, next, options)}
      />
    </Field>
  );
}

/** Settings whose names open their entry in the glossary. */
const TERMS: Readonly<Partial<Record<Key, TermId>>> = {
  ste: 'ste',
  scaleA: 'trainedScale',
  scaleB: 'trainedScale',
  epochs: 'epoch',
  images: 'trainingImages',
};

function labelOf(id: Key, label: string) {
  const term = TERMS[id];
  return term === undefined ? label : <Term id={term}>{label}</Term>;
}

/** What the chosen option does; of other settings what the setting does, unless its name is in the glossary. */
function noteOf(param: Param, value: unknown, id: Key): string {
  if (id in TERMS && param.kind !== 'choice') return '';
  if (param.kind !== 'choice') return param.help;
  return param.options.find((option) => option.value === value)?.help ?? param.help;
}
