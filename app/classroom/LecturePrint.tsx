import { LECTURE } from '../../src/classroom/lecture';
import { encodeLink } from '../../src/experiment/codec';
import { Paper } from '../course/Paper';
import { addressOf } from './address';
import css from './LecturePage.module.css';

/** All links of the lecture on paper, written out. */
export function LecturePrint({ onDone }: { readonly onDone: () => void }) {
  return (
    <Paper title="Quantization II: links for the lecture" onDone={onDone}>
      {LECTURE.map(({ id, title, topics }, at) => (
        <section key={id}>
          <h2>
            {at + 1}. {title}
          </h2>
          {topics.map((topic) => (
            <p key={topic.id} className={css.printed}>
              <b>{topic.title}.</b> {topic.show} <br />
              <code>{addressOf(encodeLink(topic.state()))}</code>
            </p>
          ))}
        </section>
      ))}
    </Paper>
  );
}
