/** Characters as text; one that the alphabet does not have is a box. */
export function textOf(characters: readonly number[], alphabet: readonly string[]): string {
  return characters.map((character) => alphabet[character] ?? '\u25a1').join('');
}

/** How many characters two texts begin with alike. */
export function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++;
  return at;
}
