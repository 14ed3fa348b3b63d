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
import { recipeName } from '../../panels/recipe/recipeName';
import { useStore } from '../../store/store';
import { useScreenParams } from '../useScreenParams';
import css from './SetupPanel.module.css';
import { setTraining } from './settings';

type Key = keyof typeof trainingScreen;

const RATES = [0.0003, 0.001, 0.003, 0.01];
const MORE: readonly Key[] = [
  'seed',
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
      <Setting id={scale} tone={side} />
    </div>
  );
}

/** Usual learning rates in sight, any other typed. */
function RateField() {
  const { learningRate } = useScreenParams('training');
  const { label, help, min, max, step } = trainingScreen.learningRate;
  return (
    <Field label={label} hint={`${plain(min)} to ${plain(max)}`} note={help} noteId="training-rate">
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
          describedBy="training-rate"
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
  const hint =
    param.kind === 'number' || param.kind === 'integer' ? `${plain(param.min)} to ${plain(param.max)}` : undefined;
  return (
    <Field
      label={param.kind === 'boolean' ? null : labelOf(id, param.label)}
      note={noteOf(param, value)}
      noteId={noteId}
      hint={hint}
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

/** Labels that are words of the field open their entry in the glossary. */
function labelOf(id: Key, label: string) {
  return id === 'ste' ? <Term id="ste">{label}</Term> : label;
}

/** What the chosen option does; of other settings what the setting does. */
function noteOf(param: Param, value: unknown): string {
  if (param.kind !== 'choice') return param.help;
  return param.options.find((option) => option.value === value)?.help ?? param.help;
}
