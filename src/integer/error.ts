/** Why a network cannot be computed in integers alone; `message` is one sentence for the reader. */
export class IntegerError extends Error {
  override readonly name = 'IntegerError';

  /** @param layer the layer that stands in the way, where it is one. */
  constructor(
    message: string,
    readonly layer: string | null = null,
  ) {
    super(message);
  }
}
