import { ArrowLeft } from 'lucide-react';
import { Suspense, lazy } from 'react';
import { classroomScreen } from '../../src/experiment/screens/classroom';
import { Screen } from '../areas/Screen';
import { useScreenParams } from '../areas/useScreenParams';
import { Button } from '../controls/Button';
import { SegmentedControl } from '../controls/SegmentedControl';
import { setArea, setScreenParam } from '../store/actions';
import { AssignPage } from './AssignPage';

const ComparePage = lazy(() => import('./ComparePage').then((module) => ({ default: module.ComparePage })));
const LecturePage = lazy(() => import('./LecturePage').then((module) => ({ default: module.LecturePage })));

const PAGES = { assign: AssignPage, compare: ComparePage, lecture: LecturePage } as const;

const CAPTIONS = {
  assign: 'A task as a link: the present settings, what stays locked, what has to be reached.',
  compare: 'Paste the links that were handed in: a table, a chart, and every number measured again here.',
  lecture: 'A link for every topic of the lecture, with what to show.',
} as const;

/** What a teacher needs, without a server: assignments, answers, and the links of the lecture. */
export function ClassroomScreen() {
  const { page } = useScreenParams('classroom');
  const open = page === 'compare' || page === 'lecture' ? page : 'assign';
  const Page = PAGES[open];
  return (
    <Screen
      area="classroom"
      title="Classroom"
      caption={CAPTIONS[open]}
      bar={
        <>
          <SegmentedControl
            name="Page of the Classroom"
            value={open}
            options={classroomScreen.page.options}
            onChange={(value) => setScreenParam('classroom', 'page', value)}
          />
          <Button onClick={() => setArea('course')}>
            <ArrowLeft size={14} aria-hidden />
            Lessons
          </Button>
        </>
      }
    >
      <Suspense fallback={null}>
        <Page />
      </Suspense>
    </Screen>
  );
}
