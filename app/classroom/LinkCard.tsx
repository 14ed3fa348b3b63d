import { useMemo, useRef } from 'react';
import { goalText } from '../../src/classroom/goals';
import { lockList } from '../../src/classroom/lock-list';
import { encodeLink } from '../../src/experiment/codec';
import { Button } from '../controls/Button';
import { count } from '../controls/format';
import { CopyButton } from '../panels/share/CopyButton';
import { adopt } from '../store/adopt';
import { useStore } from '../store/store';
import { addressOf } from './address';
import css from './AssignPage.module.css';
import { type Draft, clearDraft, draftProblems, linkOf, useDraft } from './draft';

/** Longer addresses are cut by some mail programs and chats. */
const LONG = 2000;

/** The link of the draft, or what is still wrong with it. */
export function LinkCard() {
  const draft = useDraft();
  const experiment = useStore((state) => state.experiment);
  const view = useStore((state) => state.view);
  const model = useStore((state) => state.model);
  const problems = draftProblems(draft, model);
  const link = useMemo(() => linkOf(draft, { experiment, view }), [draft, experiment, view]);
  const url = useMemo(() => addressOf(encodeLink(link)), [link]);
  const field = useRef<HTMLTextAreaElement>(null);
  const isReady = problems.length === 0;
  return (
    <section className={`card ${css.link ?? ''}`} aria-labelledby="assign-link">
      <div className={css.card}>
        <h3 id="assign-link">The link</h3>
        <div role="status">
          {isReady ? (
            <p>
              {count(url.length)} characters.
              {url.length > LONG &&
                ' Some mail programs cut links of this length: shorten the text, or hand out a file.'}
            </p>
          ) : (
            <ul className={css.problems}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
        </div>
        {isReady && (
          <>
            <textarea
              ref={field}
              className={css.url}
              rows={5}
              readOnly
              aria-label="Link of the assignment"
              value={url}
              onFocus={(event) => event.currentTarget.select()}
            />
            <div className={css.row}>
              <CopyButton name="Link" label="Copy the link" text={url} onRefused={() => field.current?.focus()} />
              <Button onClick={() => adopt(link)}>Try it</Button>
            </div>
            <p className={css.quiet}>Leaving the assignment brings you back here.</p>
          </>
        )}
        <InShort draft={draft} />
        <Button kind="ghost" small onClick={clearDraft}>
          Begin anew
        </Button>
      </div>
    </section>
  );
}

/** What the assignment asks and forbids, as the student will read it. */
function InShort({ draft: { goals, locked, hiddenPanels, hiddenScreens } }: { readonly draft: Draft }) {
  return (
    <>
      <h4>In short</h4>
      <ul className={css.short}>
        {goals.map((goal, at) => (
          <li key={at}>{goalText(goal)}</li>
        ))}
        <li>Locked: {locked.length === 0 ? 'nothing' : lockList(locked)}</li>
        <li>
          Hidden: {String(hiddenPanels.length)} panels, {String(hiddenScreens.length)} screens
        </li>
      </ul>
    </>
  );
}
