/** Charts are on screen by then even on a slow connection; what waits for them does not wait for ever. */
const LONGEST_WAIT_MS = 1500;

let resolveLook: () => void;
const look = new Promise<void>((resolve) => {
  resolveLook = resolve;
});

/** The page shows what was asked for, with numbers or without. */
export function looked(): void {
  resolveLook();
}

/**
 * Resolves when the open screen has been painted for the first time. The workers, which would take the processor from it, start
 * after that.
 */
export function firstLook(): Promise<void> {
  setTimeout(looked, LONGEST_WAIT_MS);
  return look;
}

/** Resolves after the next frame has been painted; in a hidden tab, which paints none, soon. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const soon = setTimeout(resolve, HIDDEN_FRAME_MS);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        clearTimeout(soon);
        resolve();
      };
      port2.postMessage(null);
    });
  });
}

const HIDDEN_FRAME_MS = 200;
