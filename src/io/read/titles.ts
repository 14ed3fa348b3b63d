/** Names of files as they are shown and compared. */

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The last part of a path without its ending. */
export function titleOf(path: string): string {
  const base = baseName(path);
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

/** The ending of a path in lower case, without its dot. */
export function endingOf(path: string): string {
  const base = baseName(path);
  return base.slice(base.lastIndexOf('.') + 1).toLowerCase();
}
