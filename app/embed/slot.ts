import { createContext } from 'react';

/** Where the one panel of an embedded view is drawn. */
export interface EmbedSlot {
  readonly panel: string;
  readonly element: HTMLElement;
}

export const EmbedContext = createContext<EmbedSlot | null>(null);
