import { EMBED } from './embed';

/** `page`: as long as the tab; `browser`: until it is taken away. */
export type Kept = 'page' | 'browser';

const storageOf = (kept: Kept): Storage => (kept === 'page' ? sessionStorage : localStorage);

/** Text that the browser keeps; null when there is none, or its settings refuse storage. */
export function readText(kept: Kept, key: string): string | null {
  try {
    return storageOf(kept).getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text, or with null forgets it. In a frame of another page, and where storage is refused, nothing is kept. */
export function writeText(kept: Kept, key: string, text: string | null): void {
  if (EMBED !== null) return;
  try {
    if (text === null) storageOf(kept).removeItem(key);
    else storageOf(kept).setItem(key, text);
  } catch {
    return;
  }
}
