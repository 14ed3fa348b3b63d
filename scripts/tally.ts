/** Reads how many cases passed out of what a test tool printed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function countBefore(word: string, text: string): number {
  const matches = [...text.matchAll(new RegExp(`(\\d+) ${word}\\b`, 'g'))];
  return matches.reduce((sum, match) => sum + Number(match[1]), 0);
}

const summaries = {
  /** The harness of the reference cases. */
  reference: /^(\d+ passed, \d+ failed, \d+ skipped)$/gm,
  /** Vitest. */
  unit: /^ +Tests +(\d.*)$/gm,
  /** Playwright. */
  journeys: /^ +(\d+ (?:passed|failed|skipped|did not run|interrupted|flaky)\b.*)$/gm,
} as const;

export type Summary = keyof typeof summaries;

/**
 * Cases counted in `output`; a step without cases is itself the one case. A step that exits non-zero counts at least
 * one failure, whatever it printed.
 */
export function tally(output: string, summary: Summary | null, succeeded: boolean): Tally {
  const lines = summary === null ? [] : [...output.matchAll(summaries[summary])].map((match) => match[1] ?? '');
  const text = lines.join('\n');
  const passed = countBefore('passed', text) + countBefore('flaky', text);
  const failed = countBefore('failed', text) + countBefore('interrupted', text) + countBefore('did not run', text);
  const skipped = countBefore('skipped', text);
  if (passed + failed + skipped === 0) return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  return { passed, failed: succeeded ? failed : Math.max(1, failed), skipped };
}
