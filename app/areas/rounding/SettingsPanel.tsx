import { ADAROUND_SETTINGS, roundingScreen } from '../../../src/experiment/screens/rounding';
import type { Param } from '../../../src/params/param';
import { Field } from '../../controls/Field';
import { Term } from '../../controls/Term';
import { classes } from '../../controls/classes';
import { ParamControl } from '../../panels/recipe/ParamControl';
import type { TermId } from '../../panels/glossary/entries';
import { type RoundingSettings, set } from './settings';
import css from './RoundingScreen.module.css';

type Key = keyof typeof roundingScreen & keyof RoundingSettings;

const KEYS: readonly Key[] = [
  'granularity',
  'clipper',
  ...ADAROUND_SETTINGS,
  'inputs',
  'jointImages',
  'jointSteps',
  'seed',
];
const TERMS: Readonly<Partial<Record<Key, TermId>>> = {
  granularity: 'granularity',
  lambda: 'roundingRegularizer',
  warmStart: 'roundingRegularizer',
  betaStart: 'roundingRegularizer',
  betaEnd: 'roundingRegularizer',
  learningRate: 'learningRate',
  activation: 'outputError',
  jointImages: 'jointAdaround',
  jointSteps: 'jointAdaround',
};

/** How the layers are rounded: the grid, and how AdaRound learns. */
export function SettingsPanel({ settings }: { readonly settings: RoundingSettings }) {
  return (
    <section className={classes('card', css.settings)} aria-labelledby="rounding-settings">
      <header className="ph">
        <h2 id="rounding-settings">How it is rounded</h2>
        <p>the same grid for every method</p>
      </header>
      <div className={css.fields}>
        {KEYS.map((key) => (
          <Setting key={key} id={key} settings={settings} />
        ))}
      </div>
    </section>
  );
}

function Setting({ id, settings }: { readonly id: Key; readonly settings: RoundingSettings }) {
  const param: Param = roundingScreen[id];
  const noteId = `rounding-${id}`;
  const term = TERMS[id];
  const value = settings[id];
  const chosen = param.kind === 'choice' ? param.options.find((option) => option.value === value)?.help : undefined;
  return (
    <Field
      label={term === undefined ? param.label : <Term id={term}>{param.label}</Term>}
      note={chosen ?? param.help}
      noteId={noteId}
    >
      <ParamControl
        id={id}
        param={param}
        value={value}
        tone="ink"
        describedBy={noteId}
        onChange={(next, options) => set(id, next, options)}
      />
    </Field>
  );
}
