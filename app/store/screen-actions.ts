import type { ParamValue, Params } from '../../src/params/param';
import type { AreaId } from '../../src/experiment/screens/registry';
import { withScreenParam } from '../../src/experiment/screens/settings';
import type { ScreenSettings } from '../../src/experiment/screens/types';
import { type ChangeOptions, setExperiment } from './history';
import { store } from './store';

/** Sets one of a screen's own settings; a number out of range becomes the nearest allowed one, what does not fit is ignored. */
export function setScreenParam(area: AreaId, key: string, value: ParamValue, options?: ChangeOptions): void {
  setScreenParams(area, { [key]: value }, options);
}

/** Sets several of a screen's own settings as one change. */
export function setScreenParams(area: AreaId, values: Params, options?: ChangeOptions): void {
  change(
    (settings) =>
      Object.entries(values).reduce((now, [key, value]) => withScreenParam(now, area, key, value), settings),
    options,
  );
}

function change(
  edit: (settings: ScreenSettings | undefined) => ScreenSettings | undefined,
  options?: ChangeOptions,
): void {
  const { screens, ...experiment } = store.getState().experiment;
  const next = edit(screens);
  setExperiment(next === undefined ? experiment : { ...experiment, screens: next }, options);
}
