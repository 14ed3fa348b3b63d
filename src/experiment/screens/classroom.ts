import type { ParamTable } from '../../params/param';

/** Settings of the Classroom: which of its pages is open. */
export const classroomScreen = {
  page: {
    kind: 'choice',
    label: 'Page',
    default: 'assign',
    help: '',
    options: [
      { value: 'assign', label: 'Assign', help: '' },
      { value: 'compare', label: 'Compare', help: '' },
      { value: 'lecture', label: 'Lecture', help: '' },
    ],
  },
} as const satisfies ParamTable;
