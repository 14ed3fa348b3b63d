import { Medal } from 'lucide-react';
import { useRef } from 'react';
import type { Progress, StepRecord } from '../../src/course/progress';
import { STEPS } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import { decodeLink, encodeLink } from '../../src/experiment/codec';
import '../../src/experiment/task-format';
import { addressOf } from '../classroom/address';
import { NameField } from '../classroom/NameField';
import { ScrollTable } from '../classroom/ScrollTable';
import { named, useName } from '../classroom/name';
import { Button } from '../controls/Button';
import { fixed } from '../controls/format';
import { LinkField } from '../controls/LinkField';
import { CopyButton } from '../panels/share/CopyButton';
import css from './MedalTable.module.css';
import { enterStep } from './open';

const CHALLENGES = STEPS.filter(({ challenge }) => challenge !== undefined);

/** The challenges, what was reached in each at best, and the link to hand in. Kept in this browser only. */
export function MedalTable({ progress }: { readonly progress: Progress }) {
  const [name, setName] = useName();
  const done = CHALLENGES.filter(({ id }) => progress[id]?.result !== undefined).length;
  return (
    <section className="card" aria-labelledby="medals">
      <header className={css.head}>
        <div>
          <h3 id="medals">Medals</h3>
          <p>
            {`${String(done)} of ${String(CHALLENGES.length)} challenges done; the best result of each, kept in this browser.`}
          </p>
        </div>
        <NameField label="Your name, if it shall stand in the links" name={name} onChange={setName} />
      </header>
      <ScrollTable label="Challenges, table" className={css.table}>
        <thead>
          <tr>
            <th scope="col">Challenge</th>
            <th scope="col">Other images right</th>
            <th scope="col">Stored bits</th>
            <th scope="col">On</th>
            <th scope="col">Hand in</th>
          </tr>
        </thead>
        <tbody>
          {CHALLENGES.map((step) => (
            <Row key={step.id} step={step} record={progress[step.id]} name={name} />
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

interface RowProps {
  readonly step: Step;
  readonly record: StepRecord | undefined;
  readonly name: string;
}

function Row({ step: { id, title }, record, name }: RowProps) {
  const isDone = record?.result !== undefined;
  const best = record?.best;
  return (
    <tr data-done={isDone}>
      <th scope="row">
        <Medal size={14} aria-label={isDone ? 'done' : 'not done'} />
        <button type="button" onClick={() => enterStep(id)}>
          {title}
        </button>
      </th>
      <td>{best === undefined ? (isDone ? 'done' : 'not done') : `${fixed(best.accuracy, 1)} %`}</td>
      <td>{best === undefined ? '–' : fixed(best.bits, 2)}</td>
      <td>{record?.date ?? '–'}</td>
      <td>{record?.link === undefined ? '–' : <HandIn title={title} link={withName(record.link, name)} />}</td>
    </tr>
  );
}

function HandIn({ title, link }: { readonly title: string; readonly link: string }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <span className={css.row}>
      <LinkField ref={field} label={`My answer to “${title}”`} value={link} />
      <CopyButton
        name="Answer link"
        label="Copy my answer"
        spoken={`Copy my answer: ${title}`}
        kind="plain"
        text={link}
        onRefused={() => field.current?.focus()}
      />
      <Button small kind="ghost" onClick={() => location.assign(link)} aria-label={`Open my answer: ${title}`}>
        Open
      </Button>
    </span>
  );
}

/** The kept answer with a name in it; as it is when it cannot be read any more. */
function withName(link: string, name: string): string {
  const decoded = decodeLink(link);
  if (decoded?.ok !== true || decoded.link.answer === undefined) return addressOf(link);
  const { challenge = '', bits, values } = decoded.link.answer;
  return addressOf(encodeLink({ ...decoded.link, answer: { challenge, bits, values, ...named(name) } }));
}
