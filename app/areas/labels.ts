import type { AreaId } from '../../src/experiment/screens/registry';

/** Names of the screens, of one or two words, for those who name a screen without opening it. */
export const AREA_LABELS: Readonly<Record<AreaId, string>> = {
  lab: 'Lab',
  granularity: 'Granularity',
  clipping: 'Clipping',
  rounding: 'Rounding',
  training: 'Training',
  binary: 'Binary',
  mixed: 'Mixed',
  course: 'Lessons',
  classroom: 'Classroom',
};
