import { Code } from 'lucide-react';
import { useRef, useState } from 'react';
import { isOwnId } from '../../../src/model/own-id';
import { useStore } from '../../store/store';
import { presentHash } from '../../effects/fragment';
import { Select } from '../../controls/Select';
import css from './ShareDialog.module.css';
import { CopyButton } from './CopyButton';
import { frameCode, WHOLE } from './frame-code';
import { Way } from './Way';

/** A frame for the page of a course: one chart or the whole screen, live, with the present settings. */
export function EmbedWay() {
  const isOwn = useStore((state) => isOwnId(state.experiment.model));
  return isOwn ? <NoFrame /> : <Frame />;
}

const TITLE = 'Frame for another page';

/** Frames keep nothing and read nothing that the browser keeps. */
function NoFrame() {
  const about = <p>not for a model of yours: a frame does not read the files that this browser keeps</p>;
  return <Way icon={Code} title={TITLE} about={about} />;
}

function Frame() {
  const [panels] = useState(panelsOnScreen);
  const [panel, setPanel] = useState(WHOLE);
  const field = useRef<HTMLTextAreaElement>(null);
  const label = panel === WHOLE ? '' : (panels.find(({ value }) => value === panel)?.label ?? '');
  const text = frameCode(presentHash(), panel, label);
  return (
    <Way
      icon={Code}
      title={TITLE}
      about={<p>live, with these settings; it stores nothing and tells its height</p>}
      action={<CopyButton name="Code" label="Copy code" text={text} onRefused={() => field.current?.focus()} />}
    >
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
    </Way>
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
