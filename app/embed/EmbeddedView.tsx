import { ExternalLink } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { AreaView } from '../areas/AreaView';
import { presentHash } from '../effects/fragment';
import { Announcer } from '../panels/Announcer';
import { Dialogs } from '../panels/Dialogs';
import { Notice } from '../panels/Notice';
import css from './EmbeddedView.module.css';
import { EmbedContext } from './slot';

/** One panel, or one whole screen, for the frame of another page, which is told how high it would like to be. */
export function EmbeddedView({ panel }: { readonly panel: string }) {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const slot = useMemo(() => (panel === '' || element === null ? null : { panel, element }), [panel, element]);
  useHeightMessage();
  return (
    <div className={css.embed}>
      <Notice />
      <div ref={setElement} className={css.one} />
      <div className={panel === '' ? undefined : css.rest}>
        <EmbedContext value={slot}>
          <AreaView />
        </EmbedContext>
      </div>
      <OpenLink />
      <Announcer />
      <Dialogs />
    </div>
  );
}

/** The same experiment, as it stands now, in a tab of its own. */
function OpenLink() {
  return (
    <footer className={css.open}>
      <a
        href={location.pathname}
        target="_blank"
        rel="noreferrer"
        onClick={(event) => {
          event.currentTarget.href = `${location.pathname}${presentHash()}`;
        }}
      >
        Open in the Quantization Playground <ExternalLink size={13} aria-hidden />
      </a>
    </footer>
  );
}

/** Posts `{type: 'quantization-playground:height', height}` in CSS pixels whenever the height of the content changes. */
function useHeightMessage(): void {
  useEffect(() => {
    const post = () => {
      const height = Math.ceil(document.body.scrollHeight);
      // To any origin: a height is no secret, and the frame does not know who shows it.
      window.parent.postMessage({ type: 'quantization-playground:height', height }, '*');
    };
    const observer = new ResizeObserver(post);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
}
