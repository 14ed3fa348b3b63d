import type { ReactNode } from 'react';

export interface Entry {
  readonly title: string;
  /** One sentence. */
  readonly text: string;
  readonly formula?: ReactNode;
  readonly source: string;
}
