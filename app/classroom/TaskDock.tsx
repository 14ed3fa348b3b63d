import { useStore } from '../store/store';
import { AnswerView } from './AnswerView';
import { AssignmentView } from './AssignmentView';
import './guard';

/** The open assignment, or an answer to one, beside the screen. Nothing in it bars the way. */
export function TaskDock() {
  const assignment = useStore((state) => state.assignment);
  const answer = useStore((state) => state.answer);
  if (answer !== null) return <AnswerView answer={answer} assignment={assignment} />;
  return assignment === null ? null : <AssignmentView assignment={assignment} />;
}
