/** What the page would download, read from the project. */
import { readFileSync } from 'node:fs';

const folder = new URL('../public/', import.meta.url);

export function bytesOf(path: string): ArrayBuffer {
  const file = readFileSync(new URL(path, folder));
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}

export function parsed(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
}
