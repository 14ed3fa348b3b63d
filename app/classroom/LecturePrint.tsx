import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { LECTURE } from '../../src/classroom/lecture';
import { encodeLink } from '../../src/experiment/codec';
import paper from '../course/PrintView.module.css';
import { addressOf } from './address';
import css from './LecturePage.module.css';

/** All links of the lecture on paper, written out. */
export function LecturePrint({ onDone }: { readonly onDone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(() => {
      print();
      onDone();
    }, 50);
    return () => clearTimeout(timer);
  }, [onDone]);
  return createPortal(
    <article className={paper.paper}>
      <h1>Quantization II: links for the lecture</h1>
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
    </article>,
    document.body,
  );
}
