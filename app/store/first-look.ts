/** A hidden tab paints no frames. */
const HIDDEN_FRAME_MS = 200;
/** Charts are on screen by then even on a slow connection; what waits for them does not wait for ever. */
const LONGEST_WAIT_MS = 1500;

/** The open screen, and the lesson or assignment beside it. */
type Part = 'screen' | 'dock';

interface Look {
  readonly done: Promise<void>;
  readonly end: () => void;
}

const looks: Readonly<Record<Part, Look>> = { screen: look(), dock: look() };

function look(): Look {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end };
}

/** A part of the page shows what was asked for, with numbers or without. */
export function looked(part: Part): void {
  looks[part].end();
}

/**
 * Resolves when these parts have been on screen for the first time. The workers, which would take the processor from them, start
 * after that.
 */
export async function firstLook(parts: readonly Part[]): Promise<void> {
  const tooLong = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS));
  await Promise.race([tooLong, Promise.all(parts.map((part) => looks[part].done))]);
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
