import type { Answer, Assignment } from '../experiment/assignment';
import { decodeLink } from '../experiment/codec';
import type { LinkDigest, LinkState } from '../experiment/link';
import '../experiment/task-format';

/** A link that somebody has handed in. */
export interface HandedIn {
  /** Line of the pasted text on which it begins, from 1. */
  readonly line: number;
  /** The fragment of the link. */
  readonly hash: string;
  readonly link: LinkState;
  readonly answer: Answer;
  readonly digest: LinkDigest;
  /** Null for a challenge of the course. */
  readonly assignment: Assignment | null;
}

/** A link that is none, or no answer, and why. */
export interface Refused {
  readonly line: number;
  readonly text: string;
  readonly message: string;
}

export interface ReadAnswers {
  readonly answers: readonly HandedIn[];
  readonly refused: readonly Refused[];
  /** Links that stand there more than once; each is read once. */
  readonly repeated: number;
  /** Lines with text and no link, such as those of an e-mail. */
  readonly passed: number;
}

/** Longest text that is looked at, in characters: a thousand answers. */
export const MOST_PASTED = 2_000_000;
/** Characters of a broken link that are repeated. */
const EXCERPT = 60;

const LINK = /(?:#|%23)e(?:=3D|=|%3D)\d{1,6}\.[\w-]*/g;

/** Every answer in a pasted text: one link a line, or whole e-mails with links inside. Never throws. */
export function readAnswers(text: string): ReadAnswers {
  const answers: HandedIn[] = [];
  const refused: Refused[] = [];
  const seen = new Set<string>();
  let [repeated, passed] = [0, 0];
  for (const { line, content } of linesOf(text.slice(0, MOST_PASTED))) {
    const found = [...content.matchAll(LINK)].map(([link]) => link.replace(/^(?:#|%23)e(?:=3D|=|%3D)/, '#e='));
    if (found.length === 0) {
      if (looksCutOff(content))
        refused.push({ line, text: excerpt(content), message: 'There is no link on this line, only a part of one.' });
      else if (content.trim() !== '') passed++;
    }
    for (const hash of found) {
      if (seen.has(hash)) repeated++;
      else {
        const read = readOne(hash, line);
        if ('message' in read) refused.push(read);
        else answers.push(read);
      }
      seen.add(hash);
    }
  }
  return { answers, refused, repeated, passed };
}

function readOne(hash: string, line: number): HandedIn | Refused {
  const decoded = decodeLink(hash);
  const refuse = (message: string): Refused => ({ line, text: excerpt(hash), message });
  if (decoded === null) return refuse('This is no link of this app.');
  if (!decoded.ok) return refuse(`${decoded.problem.message} (${decoded.problem.field})`);
  const { answer, digest, assignment } = decoded.link;
  if (answer === undefined)
    return refuse(
      assignment === undefined
        ? 'This link opens an experiment; it is no answer.'
        : 'This link opens the assignment; it is no answer to it.',
    );
  if (digest === undefined) return refuse('This answer carries no result.');
  return { line, hash, link: decoded.link, answer, digest, assignment: assignment ?? null };
}

/** Lines, with those that e-mail programs broke inside a link put together again (quoted-printable: "=" before the break). */
function linesOf(text: string): { readonly line: number; readonly content: string }[] {
  const isEncoded = /#e=3D\d{1,6}\./.test(text);
  const lines = text.split(/\r\n|\r|\n/).map((content, at) => ({ line: at + 1, content }));
  if (!isEncoded) return lines;
  const whole: { line: number; content: string }[] = [];
  let isOpen = false;
  for (const { line, content } of lines) {
    const last = whole.at(-1);
    const rest = content.endsWith('=') ? content.slice(0, -1) : content;
    if (isOpen && last !== undefined) whole[whole.length - 1] = { line: last.line, content: last.content + rest };
    else whole.push({ line, content: rest });
    isOpen = content.endsWith('=');
  }
  return whole;
}

/** The beginning of a link without its payload, or an address without its end. */
function looksCutOff(content: string): boolean {
  return /#e?=?$|#e=\D/.test(content.trim());
}

function excerpt(text: string): string {
  const short = text.trim();
  return short.length <= EXCERPT ? short : `${short.slice(0, EXCERPT)}…`;
}
