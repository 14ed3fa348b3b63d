import { Printer } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import { LECTURE } from '../../src/classroom/lecture';
import type { Section, Topic } from '../../src/classroom/topic';
import { encodeLink } from '../../src/experiment/codec';
import { Button } from '../controls/Button';
import { LinkField } from '../controls/LinkField';
import { CopyButton } from '../panels/share/CopyButton';
import { frameCode, WHOLE } from '../panels/share/frame-code';
import { addressOf } from './address';
import css from './LecturePage.module.css';
import { LecturePrint } from './LecturePrint';

/** The lecture part by part: a link, a frame for slides or a course page, and what to show with each. */
export function LecturePage() {
  const [isPrinting, setPrinting] = useState(false);
  const printed = useCallback(() => setPrinting(false), []);
  return (
    <>
      <div className={css.head}>
        <p>
          Each link opens in a tab of its own, on real weights, and measures again what it shows. A frame stands in
          slides or on a course page.
        </p>
        <Button onClick={() => setPrinting(true)}>
          <Printer size={14} aria-hidden />
          Print
        </Button>
        {isPrinting && <LecturePrint onDone={printed} />}
      </div>
      <div className={css.sections}>
        {LECTURE.map((section, at) => (
          <SectionCard key={section.id} section={section} number={at + 1} />
        ))}
        <OwnCopy />
      </div>
    </>
  );
}

function SectionCard({
  section: { id, title, topics },
  number,
}: {
  readonly section: Section;
  readonly number: number;
}) {
  return (
    <section className="card" aria-labelledby={`lecture-${id}`}>
      <div className={css.card}>
        <h3 id={`lecture-${id}`}>
          {number}. {title}
        </h3>
        <ul>
          {topics.map((topic) => (
            <TopicRow key={topic.id} topic={topic} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function TopicRow({ topic: { title, show, state, panel } }: { readonly topic: Topic }) {
  const [refused, setRefused] = useState<string | null>(null);
  const note = useId();
  const hash = encodeLink(state());
  const link = addressOf(hash);
  const frame = frameCode(hash, panel ?? WHOLE, title);
  return (
    <li className={css.topic}>
      <a href={link} target="_blank" rel="noreferrer" aria-describedby={note}>
        {title}
      </a>
      <p id={note}>{show}</p>
      <div className={css.row}>
        <CopyButton
          name="Link"
          label="Copy link"
          spoken={`Copy link: ${title}`}
          kind="plain"
          text={link}
          onRefused={() => setRefused(link)}
        />
        <CopyButton
          name="Code of the frame"
          label="Copy frame"
          spoken={`Copy frame: ${title}`}
          kind="plain"
          text={frame}
          onRefused={() => setRefused(frame)}
        />
      </div>
      {refused !== null && <LinkField label={`To copy by hand: ${title}`} value={refused} />}
    </li>
  );
}

/** How a course gets a copy of the page on its own host. */
function OwnCopy() {
  return (
    <section className="card" aria-labelledby="lecture-copy">
      <div className={css.card}>
        <h3 id="lecture-copy">On your own host</h3>
        <p>
          <code>npm run build</code> also writes <code>dist.zip</code>: the whole site, models and images included.
          Unpack it in any folder of any static host; links keep working below another address when the part from{' '}
          <code>#e=</code> on is kept.
        </p>
      </div>
    </section>
  );
}
