import { stepOf } from '../course/registry';
import type { LinkState } from '../experiment/link';
import type { AreaId } from '../experiment/screens/registry';
import type { Experiment } from '../experiment/spec';

/** One topic of the lecture: what is opened, and what is shown with it. */
export interface Topic {
  /** Unique; part of the address of nothing, so it may change. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for who stands in front of the class. */
  readonly show: string;
  readonly state: () => LinkState;
  /** Name of the chart that a frame shows alone; left out: the whole screen. */
  readonly panel?: string;
}

/** A part of the lecture. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly topics: readonly Topic[];
}

/** Settings on a screen, with a layer selected. */
export function opens(experiment: () => Experiment, layer: string, area: AreaId = 'lab'): () => LinkState {
  return () => ({ experiment: experiment(), view: { layer, ...(area === 'lab' ? {} : { area }) } });
}

/** The settings and the screen of a step of the course, without its lesson. Throws RangeError for a step that there is not. */
export function asInStep(id: string, change: (now: Experiment) => Experiment = (now) => now): () => LinkState {
  return () => {
    const step = stepOf(id);
    if (step === undefined) throw new RangeError(`There is no step ${id}.`);
    const { area, layer, preset } = step;
    return {
      experiment: change(preset()),
      view: { ...(layer === undefined ? {} : { layer }), ...(area === 'lab' ? {} : { area }) },
    };
  };
}
