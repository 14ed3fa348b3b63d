/** What the browser keeps of the course: progress for good, the student's own experiment as long as the tab. */
import { type Progress, readProgress, writeProgress } from '../../src/course/progress';
import { decodeLink, encodeLink } from '../../src/experiment/codec';
import type { LinkState } from '../../src/experiment/link';

const PROGRESS = 'quantization-playground-course';
const OWN = 'quantization-playground-own';

export function loadProgress(): Progress {
  return readProgress(read(localStorage, PROGRESS));
}

export function saveProgress(progress: Progress): void {
  write(localStorage, PROGRESS, writeProgress(progress));
}

/** The experiment from before the course; null when there is none. */
export function loadOwn(): LinkState | null {
  const decoded = decodeLink(read(sessionStorage, OWN) ?? '');
  return decoded?.ok === true ? decoded.link : null;
}

export function saveOwn(own: LinkState | null): void {
  write(sessionStorage, OWN, own === null ? null : encodeLink(own));
}

// Storage may be refused by the browser's settings: what is kept then lasts as long as the page.
function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, text: string | null): void {
  try {
    if (text === null) storage.removeItem(key);
    else storage.setItem(key, text);
  } catch {
    return;
  }
}
