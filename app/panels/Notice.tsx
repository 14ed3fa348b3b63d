import { CircleX, TriangleAlert, X } from 'lucide-react';
import { Button, IconButton } from '../controls/Button';
import { classes } from '../controls/classes';
import { isOwnId } from '../../src/model/own-id';
import { dismissNotice, openDialog } from '../store/actions';
import type { Problem } from '../store/state';
import { EMBED } from '../store/embed';
import { useStore } from '../store/store';
import css from './Notice.module.css';

/** What went wrong, why, and the next step, above the Lab; the Lab stays usable. */
export function Notice() {
  const notice = useStore((state) => state.notice);
  const model = useStore((state) => state.model);
  const failure = model.status === 'failed' ? model.problem : null;
  return (
    <>
      {failure && <ProblemCard problem={failure} tone="bad" />}
      {notice && notice !== failure && <ProblemCard problem={notice} tone="warn" />}
    </>
  );
}

function ProblemCard({ problem, tone }: { readonly problem: Problem; readonly tone: 'bad' | 'warn' }) {
  const Icon = tone === 'bad' ? CircleX : TriangleAlert;
  return (
    <section className={classes(css.notice, tone === 'bad' && css.bad)} role="alert">
      <Icon size={18} aria-hidden />
      <div>
        <h2>{problem.title}</h2>
        <p>
          {problem.cause} {problem.next}
        </p>
        {problem.details !== undefined && (
          <details>
            <summary>Details</summary>
            <pre>{problem.details}</pre>
          </details>
        )}
      </div>
      <div className={css.actions}>
        {/* The address holds the whole experiment, so loading the page again loses nothing. */}
        {tone === 'bad' && <Retry />}
        {tone === 'warn' && (
          <IconButton label="Dismiss" onClick={dismissNotice}>
            <X size={16} aria-hidden />
          </IconButton>
        )}
      </div>
    </section>
  );
}

function Retry() {
  const isOwn = useStore((state) => isOwnId(state.experiment.model));
  if (isOwn && EMBED !== null) return null;
  return isOwn ? (
    <Button small onClick={() => openDialog('open')}>
      Open a file…
    </Button>
  ) : (
    <Button small onClick={() => location.reload()}>
      Try again
    </Button>
  );
}
