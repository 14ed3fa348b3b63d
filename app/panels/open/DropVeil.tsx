import { Upload } from 'lucide-react';
import { useEffect, useState } from 'react';
import css from './DropVeil.module.css';

/** Says, while files are held over the page, that they may be dropped; and opens them when they are. */
export function DropVeil() {
  const isOver = useFileDrops();
  return isOver ? (
    <div className={css.veil} aria-hidden data-veil>
      <div className={css.sign}>
        <Upload size={28} strokeWidth={1.5} />
        <b>Drop to open</b>
        <span>Models, weights or a folder. They are read in this tab and do not leave it.</span>
      </div>
    </div>
  ) : null;
}

/** Whether files are held over the page. An open dialog lies over the veil, but takes files all the same. */
function useFileDrops(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', react: (event: DragEvent) => void) => {
      addEventListener(
        type,
        (event) => {
          if (event.dataTransfer?.types.includes('Files') !== true) return;
          event.preventDefault();
          react(event);
        },
        { signal: controller.signal },
      );
    };
    listen('dragenter', () => setOver(true));
    listen('dragover', () => setOver(true));
    // Only what leaves the window goes nowhere.
    listen('dragleave', ({ relatedTarget }) => setOver(relatedTarget !== null));
    listen('drop', ({ dataTransfer }) => {
      setOver(false);
      if (dataTransfer !== null) open(dataTransfer);
    });
    return () => controller.abort();
  }, []);
  return isOver;
}

/** What was dropped is taken before the event is over: the browser empties it then. */
function open({ items, files }: DataTransfer): void {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const plain = [...files];
  void import('./dropped').then(({ openDropped }) => openDropped(entries, plain));
}
