import { type ComponentType, lazy } from 'react';
import { AREA_IDS, type AreaId } from '../../src/experiment/screens/registry';
import { Lab } from '../panels/Lab';
import { isHidden } from '../store/guided';
import { useStore } from '../store/store';
import { AREA_LABELS } from './labels';

/** A screen of the app, as the top bar, the title of the page and the phone's menu show it. */
interface Area {
  readonly id: AreaId;
  /** Name in the top bar, of one or two words. */
  readonly label: string;
  /** One plain sentence: what the reader does there. */
  readonly summary: string;
  /** The screen below the top bar, with a heading by `ScreenHeading`. All but the Lab are fetched when first opened. */
  readonly Screen: ComponentType;
  /** The screen shows A and B: the keys that choose, swap and copy them work there. */
  readonly compares: boolean;
  /** The screen that it is opened from; it has no place of its own in the top bar. */
  readonly under?: AreaId;
}

type Described = Omit<Area, 'id' | 'label'>;

const LAB: Described = {
  summary: 'Two recipes side by side, from the single weight to the accuracy of the network.',
  Screen: Lab,
  compares: true,
};

const CLIPPING: Described = {
  summary: 'Every way to choose a clipping threshold on one tensor, ranked by the accuracy of the network.',
  Screen: lazy(async () => ({ default: (await import('./clipping/ClippingScreen')).ClippingScreen })),
  compares: false,
};

const GRANULARITY: Described = {
  summary: 'One tensor under every way to share a scale: error, stored bits, and one code bit by bit.',
  Screen: lazy(() =>
    import('../panels/granularity/GranularityScreen').then((module) => ({ default: module.GranularityScreen })),
  ),
  compares: false,
};

/** Every registered screen; the order is that of `src/experiment/screens/registry.ts`. */
const BY_ID: Readonly<Partial<Record<AreaId, Described>>> = {
  lab: LAB,
  granularity: GRANULARITY,
  clipping: CLIPPING,
  rounding: {
    summary: 'Why rounding to nearest is not best: AdaRound learns which weights to round up while you watch.',
    Screen: lazy(() => import('./rounding/RoundingScreen').then((module) => ({ default: module.RoundingScreen }))),
    compares: false,
  },
  training: {
    summary: 'Quantization-aware training: a float copy learns while the network sees only its codes.',
    Screen: lazy(() => import('./training/TrainingScreen').then((module) => ({ default: module.TrainingScreen }))),
    compares: true,
  },
  binary: {
    summary: 'What one or two bits keep of a network, how packed bits multiply, and what training buys back.',
    Screen: lazy(async () => ({ default: (await import('./binary/BinaryScreen')).BinaryScreen })),
    compares: false,
  },
  mixed: {
    summary:
      'Bits per layer under a budget: sensitivity, searches, an agent that learns, and what hardware makes of it.',
    Screen: lazy(() => import('./mixed/MixedScreen').then((module) => ({ default: module.MixedScreen }))),
    compares: true,
  },
  course: {
    summary: 'The course: predict, act, see, explain, vary, on the real screens.',
    Screen: lazy(async () => ({ default: (await import('../course/CourseScreen')).CourseScreen })),
    compares: false,
  },
  classroom: {
    summary: 'Assignments as links, answers side by side, and a link for every topic of the lecture.',
    Screen: lazy(async () => ({ default: (await import('../classroom/ClassroomScreen')).ClassroomScreen })),
    compares: false,
    under: 'course',
  },
};

/** The screen of that name; the Lab when it is not registered. */
export function areaOf(id: AreaId): Area {
  return { id, label: AREA_LABELS[id], ...(BY_ID[id] ?? LAB) };
}

/** Every screen, in the order of the top bar. */
export const AREAS: readonly Area[] = AREA_IDS.map(areaOf);

/** The screens that the open assignment does not hide. */
export function useAreas(): readonly Area[] {
  const assignment = useStore((state) => state.assignment);
  const answer = useStore((state) => state.answer);
  return AREAS.filter(({ id }) => !isHidden({ assignment, answer }, id));
}
