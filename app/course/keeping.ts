/** What the browser keeps of the course: progress for good, the student's own experiment as long as the tab. */
import { type Progress, readProgress, writeProgress } from '../../src/course/progress';
import { decodeLink, encodeLink } from '../../src/experiment/codec';
import type { LinkState } from '../../src/experiment/link';
import { readText, writeText } from '../store/storage';

const PROGRESS = 'quantization-playground-course';
const OWN = 'quantization-playground-own';

export function loadProgress(): Progress {
  return readProgress(readText('browser', PROGRESS));
}

export function saveProgress(progress: Progress): void {
  writeText('browser', PROGRESS, writeProgress(progress));
}

/** The experiment from before the course; null when there is none. */
export function loadOwn(): LinkState | null {
  const decoded = decodeLink(readText('page', OWN) ?? '');
  return decoded?.ok === true ? decoded.link : null;
}

export function saveOwn(own: LinkState | null): void {
  writeText('page', OWN, own === null ? null : encodeLink(own));
}
