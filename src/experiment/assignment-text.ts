/** Control characters, and those that turn the direction of what stands around them; line breaks may stand in long texts. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** What is wrong with a text that somebody hands to others, to be read after its name; null when nothing is. */
export function textProblem(text: string, most: number, lines: 'one line' | 'lines'): string | null {
  if (text.length > most) return `has ${String(text.length)} characters; ${String(most)} is the most`;
  return cleanText(text, lines) === text ? null : 'has characters that cannot be shown';
}

/** A text without characters that cannot be shown. */
export function cleanText(text: string, lines: 'one line' | 'lines'): string {
  return text.replaceAll(UNPRINTABLE, (character) => (lines === 'lines' && character === '\n' ? character : ''));
}
