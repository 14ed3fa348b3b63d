/** Runs work that yields on its way to its end, and returns what it comes to. */
export function resultOf<R>(steps: Generator<unknown, R, void>): R {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
