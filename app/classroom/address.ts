/** The whole address of a link's fragment on this page. */
export function addressOf(hash: string): string {
  return new URL(`${location.pathname}${hash}`, location.href).href;
}
