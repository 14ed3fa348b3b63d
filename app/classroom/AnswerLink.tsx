import { useId, useRef, useState } from 'react';
import { Button } from '../controls/Button';
import { count } from '../controls/format';
import { LinkField } from '../controls/LinkField';
import { CopyButton } from '../panels/share/CopyButton';
import css from './TaskDock.module.css';
import { NameField } from './NameField';
import { useName } from './name';

interface AnswerLinkProps {
  /** The link with a name in it; null while something is not yet measured. */
  readonly linkFor: (name: string) => string | null;
}

/** Where a student types a name and gets the link to hand in. */
export function AnswerLink({ linkFor }: AnswerLinkProps) {
  const [name, setName] = useName();
  const [isMade, setMade] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const link = linkFor(name);
  const note = useId();
  return (
    <section className={css.section}>
      <h3>Hand in</h3>
      <NameField label="Your name, if it shall stand in the link" name={name} onChange={setName} />
      {isMade && link !== null ? (
        <>
          <LinkField ref={field} label="My answer link" value={link} />
          <div className={css.row}>
            <CopyButton
              name="Answer link"
              label="Copy my answer"
              text={link}
              onRefused={() => field.current?.focus()}
            />
            <span className={css.quiet}>{count(link.length)} characters</span>
          </div>
        </>
      ) : (
        <Button kind="primary" disabled={link === null} aria-describedby={note} onClick={() => setMade(true)}>
          Make my answer link
        </Button>
      )}
      <p id={note} className={css.quiet} role="status">
        {link === null
          ? 'A, B and float are still being measured.'
          : 'Nothing is sent: the link holds your settings and results, and you hand it in.'}
      </p>
    </section>
  );
}
