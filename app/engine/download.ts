import type { Problem } from '../store/state';
import { type Outcome, failed } from './outcome';

/** What a file is expected to be. */
export interface Expected {
  /** Size in bytes, once known. */
  readonly bytes?: number;
  /** Lower-case hex SHA-256. */
  readonly sha256?: string;
}

const RELOAD = 'Check the connection and reload the page.';

/**
 * Fetches a file next to the page. `onBytes` is told the bytes of every piece that arrives. A missing, short, long or
 * changed file is a failed outcome that names the file, the cause and the next step.
 */
export async function download(
  path: string,
  onBytes: (bytes: number) => void = () => undefined,
  expected: Expected = {},
): Promise<Outcome<ArrayBuffer>> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}${path}`);
    if (!response.ok) return failed(refused(path, response.status));
    const bytes = await collect(response, onBytes);
    const problem =
      sizeProblem(path, bytes.byteLength, expected.bytes) ?? (await hashProblem(path, bytes, expected.sha256));
    return problem === null ? { ok: true, value: bytes, ms: 0 } : failed(problem);
  } catch (error) {
    return failed({
      title: 'A file could not be loaded',
      cause: `The download of ${path} broke off.`,
      next: RELOAD,
      details: String(error),
    });
  }
}

/** Fetches a JSON file next to the page. */
export async function downloadJson(path: string): Promise<Outcome<unknown>> {
  const outcome = await download(path);
  if (!outcome.ok) return outcome;
  try {
    return { ...outcome, value: JSON.parse(new TextDecoder().decode(outcome.value)) as unknown };
  } catch (error) {
    return failed({
      title: 'A file is damaged',
      cause: `${path} is not JSON.`,
      next: 'Reload the page; if this stays, the file on the server is damaged.',
      details: String(error),
    });
  }
}

async function collect(response: Response, onBytes: (bytes: number) => void): Promise<ArrayBuffer> {
  const reader = response.body?.getReader();
  if (reader === undefined) return response.arrayBuffer();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts).arrayBuffer();
    parts.push(value);
    onBytes(value.byteLength);
  }
}

function refused(path: string, status: number): Problem {
  const isMissing = status === 404;
  return {
    title: 'A file could not be loaded',
    cause: isMissing ? `${path} is not on the server (404).` : `The server answered ${status} for ${path}.`,
    next: isMissing ? 'Choose another model; if you followed a link, ask its author which model it meant.' : RELOAD,
  };
}

function sizeProblem(path: string, bytes: number, expected: number | undefined): Problem | null {
  if (expected === undefined || bytes === expected) return null;
  const isShort = bytes < expected;
  return {
    title: isShort ? 'A file was cut short' : 'A file is not the published one',
    cause: `${path} has ${bytes} bytes instead of ${expected}.`,
    next: isShort ? RELOAD : 'Reload the page; if this stays, the file on the server was changed.',
  };
}

/** Without a secure context the browser has no hash; the jobs check the weights once more in any case. */
async function hashProblem(path: string, bytes: ArrayBuffer, expected: string | undefined): Promise<Problem | null> {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
  if (expected === undefined || subtle === undefined) return null;
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === expected
    ? null
    : {
        title: 'A file is not the published one',
        cause: `${path} has SHA-256 ${hex.slice(0, 8)}… instead of ${expected.slice(0, 8)}….`,
        next: 'Reload the page; if this stays, the file on the server was changed, and its numbers would not be those of this app.',
      };
}
