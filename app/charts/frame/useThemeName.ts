import { useSyncExternalStore } from 'react';

/** The theme on the page, for drawings that take their colours once, as a canvas does. */
export function useThemeName(): string {
  return useSyncExternalStore(subscribe, read);
}

function read(): string {
  return document.documentElement.dataset['theme'] ?? 'light';
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    observer.disconnect();
  };
}
