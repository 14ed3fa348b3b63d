import { CircleCheck, TriangleAlert } from 'lucide-react';
import { goalValues } from '../../src/classroom/goals';
import { lockList } from '../../src/classroom/lock-list';
import { stepOf } from '../../src/course/registry';
import type { Answer, Assignment } from '../../src/experiment/assignment';
import { brokenLocks } from '../../src/experiment/locks';
import { Button } from '../controls/Button';
import { enterStep } from '../course/open';
import { DigestTable } from '../panels/share/DigestTable';
import { useDigestReport } from '../panels/share/useDigestReport';
import { adopt } from '../store/adopt';
import { useStore } from '../store/store';
import { beginning } from './AssignmentView';
import { ChallengeCheck } from './ChallengeCheck';
import { GoalList } from './GoalList';
import { DockFrame } from './DockFrame';
import css from './TaskDock.module.css';
import { useMeasured } from './use-measured';

interface AnswerViewProps {
  readonly answer: Answer;
  /** Null where a challenge of the course is answered. */
  readonly assignment: Assignment | null;
}

/** What somebody handed in, measured again here: whether the numbers come out, and whether that meets the goals. */
export function AnswerView({ answer, assignment }: AnswerViewProps) {
  const digest = useStore((state) => state.linkDigest);
  const report = useDigestReport();
  const { measured } = useMeasured();
  const step = answer.challenge === undefined ? undefined : stepOf(answer.challenge);
  return (
    <DockFrame
      place="Answer"
      title={assignment?.title ?? step?.title ?? 'A challenge that this course does not have'}
      leave="Leave the answer"
      ways={
        <>
          {assignment !== null && <Button onClick={() => adopt(beginning(assignment))}>Open the assignment</Button>}
          {step !== undefined && <Button onClick={() => enterStep(step.id)}>Open the challenge</Button>}
        </>
      }
    >
      <p className={css.by}>{answer.name === undefined ? 'Handed in without a name' : `Handed in by ${answer.name}`}</p>
      {digest === null || report === null ? (
        <p className={css.quiet}>This answer carries no result to compare with.</p>
      ) : (
        <DigestTable digest={digest} report={report} />
      )}
      {assignment !== null && (
        <>
          <GoalList goals={assignment.goals} values={goalValues(assignment.goals, measured)} claimed={answer.values} />
          <Locks assignment={assignment} />
        </>
      )}
      {step?.challenge !== undefined && <ChallengeCheck id={step.id} goal={step.challenge.goal} />}
    </DockFrame>
  );
}

/** Whether what the assignment locks was left alone. */
function Locks({ assignment }: { readonly assignment: Assignment }) {
  const experiment = useStore((state) => state.experiment);
  if (assignment.locked.length === 0) return null;
  const broken = brokenLocks(assignment, experiment);
  const Icon = broken.length === 0 ? CircleCheck : TriangleAlert;
  return (
    <p className={css.locks} data-kept={broken.length === 0}>
      <Icon size={16} aria-hidden />
      <span>
        {broken.length === 0 ? 'What was locked is as it was.' : `Changed although it was locked: ${lockList(broken)}.`}
      </span>
    </p>
  );
}
