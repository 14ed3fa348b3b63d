import { type AreaId, isArea } from '../../src/experiment/screens/registry';
import { Select } from '../controls/Select';
import { setArea } from '../store/actions';
import { useStore } from '../store/store';
import { useMedia } from '../theme/media';
import css from './AreaNav.module.css';
import { areaOf, useAreas } from './registry';

/** The screens by name; a list to choose from where there is no room for all names. */
export function AreaNav() {
  const area = useStore((state) => state.view.area);
  const isTaught = useStore((state) => state.view.lesson !== null);
  const areas = useAreas();
  const isTight = useMedia('(max-width: 1199px)') && areas.length > 3;
  return (
    <nav className={css.nav} aria-label="Screens">
      {isTight ? (
        <div className={css.select}>
          <Select
            name="Screen"
            value={area}
            options={areas.map(({ id, label }) => ({ value: id, label }))}
            onChange={(id) => isArea(id) && setArea(id)}
          />
        </div>
      ) : (
        areas
          .filter(({ under }) => under === undefined)
          .map(({ id, label, summary }) => (
            <button
              key={id}
              type="button"
              title={summary}
              aria-current={
                id === area ? 'page' : isWithin(id, area) || (id === 'course' && isTaught) ? 'true' : undefined
              }
              onClick={() => setArea(id)}
            >
              {label}
            </button>
          ))
      )}
    </nav>
  );
}

/** Whether the open screen is reached through another one. */
function isWithin(id: AreaId, open: AreaId): boolean {
  return areaOf(open).under === id;
}
