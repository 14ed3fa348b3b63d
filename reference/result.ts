/** What became of one reference case. */
export interface CaseResult {
  readonly id: string;
  readonly technique: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Failed: got and want. Skipped: what is not implemented, by name. */
  readonly detail?: string;
}

/** Named values that a technique computed, to be held against `expected`. */
export type Outcome = Readonly<Record<string, unknown>>;

/** A case of a case file. */
export interface ReferenceCase {
  readonly id: string;
  readonly technique: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance?: unknown;
}

/** Something the harness does not know: reported by name, never guessed. */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
}
