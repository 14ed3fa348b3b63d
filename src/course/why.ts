import type { Why } from './step';

/** The cause where the measured numbers show the effect; else what they show instead. */
export function because(shown: boolean, cause: string, instead: string): Why {
  return { shown, text: shown ? cause : `Here the effect did not show: ${instead}` };
}
