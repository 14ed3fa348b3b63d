import { CAPS } from '../../src/experiment/assignment';
import css from './AssignPage.module.css';
import { changeDraft, useDraft } from './draft';
import { GoalsCard } from './GoalsCard';
import { HiddenCard } from './HiddenCard';
import { LinkCard } from './LinkCard';
import { LocksCard } from './LocksCard';
import { StartCard } from './StartCard';

/** Where a teacher makes an assignment: everything that stands in its link, and the link. */
export function AssignPage() {
  return (
    <div className={css.page}>
      <div className={css.form}>
        <TextCard />
        <StartCard />
        <GoalsCard />
        <LocksCard />
        <HiddenCard />
      </div>
      <LinkCard />
    </div>
  );
}

function TextCard() {
  const { title, text } = useDraft();
  return (
    <section className="card" aria-labelledby="assign-text">
      <div className={css.card}>
        <h3 id="assign-text">What the student reads</h3>
        <label className={css.field}>
          <span>Title</span>
          <input
            value={title}
            maxLength={CAPS.title}
            onChange={(event) => changeDraft({ title: event.currentTarget.value })}
          />
        </label>
        <label className={css.field}>
          <span>Text, plain, up to {CAPS.text} characters</span>
          <textarea
            rows={4}
            value={text}
            maxLength={CAPS.text}
            onChange={(event) => changeDraft({ text: event.currentTarget.value })}
          />
        </label>
      </div>
    </section>
  );
}
