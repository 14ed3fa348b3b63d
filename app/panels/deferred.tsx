import { type ComponentType, memo, useDeferredValue } from 'react';

/**
 * A panel that is drawn when the browser has time, and anew when it is overtaken meanwhile: what the reader holds, the
 * histogram and the recipe, is painted first. `useValue` must give the same object as long as nothing in it changed.
 */
export function deferred<T>(useValue: () => T, Panel: ComponentType<{ readonly value: T }>): ComponentType {
  const Drawn = memo(Panel) as unknown as ComponentType<{ readonly value: T }>;
  return function Deferred() {
    return <Drawn value={useDeferredValue(useValue())} />;
  };
}
