import { gzipSync } from 'fflate';
import { hashOf } from '../model/own';
import type { OwnFile } from './own-reports';

/** Items and labels in the form of those that ship; no time is in it, so that the same items give the same bytes. */
export function packed(pixels: Uint8Array, labels: Uint8Array): OwnFile {
  const raw = new Uint8Array(pixels.length + labels.length);
  raw.set(pixels);
  raw.set(labels, pixels.length);
  const bytes = gzipSync(raw, { level: 1, mtime: 0 });
  return { sha256: hashOf(bytes), bytes: bytes.slice().buffer };
}
