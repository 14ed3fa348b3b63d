import { AREA_IDS } from '../../src/experiment/screens/registry';
import { AREA_LABELS } from '../areas/labels';
import { usePanelNames } from '../panels/labPanels';
import css from './AssignPage.module.css';
import { changeDraft, useDraft } from './draft';
import { Tick, withMember } from './Tick';

/** Panels of the Lab and screens that the student does not get to see. */
export function HiddenCard() {
  const { hiddenPanels, hiddenScreens, area } = useDraft();
  const panels = usePanelNames();
  return (
    <section className="card" aria-labelledby="assign-hidden">
      <div className={css.card}>
        <h3 id="assign-hidden">Hidden</h3>
        <fieldset className={css.ticks}>
          <legend>Panels of the Lab</legend>
          {panels.map(({ id, name }) => (
            <Tick
              key={id}
              label={name}
              checked={hiddenPanels.includes(id)}
              onChange={(on) => changeDraft({ hiddenPanels: withMember(hiddenPanels, id, on) })}
            />
          ))}
        </fieldset>
        <fieldset className={css.ticks}>
          <legend>Screens</legend>
          {AREA_IDS.filter((id) => id !== 'classroom').map((id) => (
            <Tick
              key={id}
              label={AREA_LABELS[id]}
              checked={hiddenScreens.includes(id) && id !== area}
              reason={id === area ? 'The assignment opens on this screen.' : null}
              onChange={(on) => changeDraft({ hiddenScreens: withMember(hiddenScreens, id, on) })}
            />
          ))}
        </fieldset>
      </div>
    </section>
  );
}
