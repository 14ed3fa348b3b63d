import { Code } from 'lucide-react';
import { useRef, useState } from 'react';
import { isOwnId } from '../../../src/model/own-id';
import { useStore } from '../../store/store';
import { presentHash } from '../../effects/url';
import { Select } from '../../controls/Select';
import css from './ShareDialog.module.css';
import { CopyButton } from './CopyButton';

const WHOLE = '';
const HEIGHTS = { screen: 900, panel: 420 };

/** A frame for the page of a course: one chart or the whole screen, live, with the present settings. */
export function EmbedWay() {
  const isOwn = useStore((state) => isOwnId(state.experiment.model));
  return isOwn ? <NoFrame /> : <Frame />;
}

/** Frames keep nothing and read nothing that the browser keeps. */
function NoFrame() {
  return (
    <section className={css.way}>
      <span className={css.icon}>
        <Code size={18} strokeWidth={1.6} aria-hidden />
      </span>
      <div className={css.what}>
        <div>
          <h3>Frame for another page</h3>
          <p>not for a model of yours: a frame does not read the files that this browser keeps</p>
        </div>
      </div>
    </section>
  );
}

function Frame() {
  const [panels] = useState(panelsOnScreen);
  const [panel, setPanel] = useState(WHOLE);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = snippet(panel, panels.find(({ value }) => value === panel)?.label ?? '');
  return (
    <section className={css.way}>
      <span className={css.icon}>
        <Code size={18} strokeWidth={1.6} aria-hidden />
      </span>
      <div className={css.what}>
        <div>
          <h3>Frame for another page</h3>
          <p>live, with these settings; it stores nothing and tells its height</p>
        </div>
        <Select name="What the frame shows" value={panel} options={panels} onChange={setPanel} />
        <textarea
          ref={field}
          className={css.snippet}
          readOnly
          rows={3}
          aria-label="Code of the frame"
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <CopyButton name="Code" label="Copy code" text={text} onRefused={() => field.current?.focus()} />
    </section>
  );
}

interface Framed {
  readonly value: string;
  readonly label: string;
}

/** Every panel that is drawn, by the name that the address of a frame has for it. */
function panelsOnScreen(): readonly Framed[] {
  const sections = [...document.querySelectorAll<HTMLElement>('#stage section[data-panel]')];
  const shown = sections.map((section) => ({
    value: section.dataset['panel'] ?? WHOLE,
    label: section.querySelector('h2')?.textContent ?? '',
  }));
  return [{ value: WHOLE, label: 'The whole screen' }, ...shown];
}

function snippet(panel: string, label: string): string {
  const url = new URL(`./?embed=${encodeURIComponent(panel)}${presentHash()}`, location.href).href;
  const height = panel === WHOLE ? HEIGHTS.screen : HEIGHTS.panel;
  const title = panel === WHOLE ? 'Quantization Playground' : `Quantization Playground: ${label}`;
  return `<iframe src="${url}" title="${escaped(title)}" width="100%" height="${height}" style="border:0"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
