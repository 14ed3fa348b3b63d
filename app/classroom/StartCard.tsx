import { AREA_IDS, isArea } from '../../src/experiment/screens/registry';
import { CHAPTERS, stepOf } from '../../src/course/registry';
import { AREA_LABELS } from '../areas/labels';
import { Select } from '../controls/Select';
import { Button } from '../controls/Button';
import { sideName } from '../panels/recipe/recipeName';
import { selectLayer, setArea, setExperiment } from '../store/actions';
import { store, useStore } from '../store/store';
import css from './AssignPage.module.css';
import { changeDraft, useDraft } from './draft';

/** Screens on which an assignment can begin. */
const SCREENS = AREA_IDS.filter((id) => id !== 'course' && id !== 'classroom').map((id) => ({
  value: id,
  label: AREA_LABELS[id],
}));

const STEPS = [
  { value: '', label: 'Take over a step…' },
  ...CHAPTERS.flatMap(({ steps }) =>
    steps.map(({ id, title }) => ({ value: id, label: /^\d/.test(id) ? `${id} ${title}` : title })),
  ),
];

/** What the assignment begins with: the settings on screen, which a step of the course may set. */
export function StartCard() {
  const { area } = useDraft();
  const { a, b, images, model: id } = useStore((state) => state.experiment);
  const model = useStore((state) => state.model);
  const layer = useStore((state) => state.view.layer);
  return (
    <section className="card" aria-labelledby="assign-start">
      <div className={css.card}>
        <h3 id="assign-start">What it begins with</h3>
        <p>The present settings. Change them in the Lab, or take those of a step of the course.</p>
        <dl className={css.facts}>
          <dt>Network</dt>
          <dd>{model.status === 'ready' ? model.card.title : id}</dd>
          <dt>Test items</dt>
          <dd>{images === 2000 ? 'the first part' : 'all'}</dd>
          <dt>A</dt>
          <dd>{sideName(a)}</dd>
          <dt>B</dt>
          <dd>{sideName(b)}</dd>
          <dt>Layer</dt>
          <dd>{layer ?? '–'}</dd>
        </dl>
        <div className={css.row}>
          <span className={css.pick}>
            <span aria-hidden>Opens on</span>
            <Select
              name="Opens on"
              value={area}
              options={SCREENS}
              onChange={(next) => isArea(next) && changeDraft({ area: next })}
            />
          </span>
          <span className={css.pick}>
            <Select name="Take over a step of the course" value="" options={STEPS} onChange={takeStep} />
          </span>
          <Button onClick={() => setArea('lab')}>Change in the Lab</Button>
        </div>
      </div>
    </section>
  );
}

/** The preset of a step as the present settings, which can be undone. */
function takeStep(id: string): void {
  const step = stepOf(id);
  if (step === undefined) return;
  const { screens } = store.getState().experiment;
  const preset = step.preset();
  const own = screens?.classroom;
  const merged = { ...preset.screens, ...(own === undefined ? {} : { classroom: own }) };
  setExperiment(Object.keys(merged).length === 0 ? preset : { ...preset, screens: merged });
  if (step.layer !== undefined) selectLayer(step.layer);
  changeDraft({ area: step.area });
}
