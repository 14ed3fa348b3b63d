/** A node of a graph that has no layer in the engine; the message says what of it, to follow the name of the node. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
