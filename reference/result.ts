/** What became of one reference case. */
export interface CaseResult {
  readonly id: string;
  readonly technique: string;
  /** Skipped: the technique, or a parameter of it, is not implemented yet. */
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Each wrong field with got and want, or what is missing. */
  readonly detail?: string;
}
