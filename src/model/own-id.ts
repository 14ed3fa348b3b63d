/** Whether an id is that of a user's model. */
export function isOwnId(id: string): boolean {
  return /^own-[0-9a-f]{16}$/.test(id);
}

/** Whether an id is that of the data of a user's model. */
export function isOwnDataId(id: string): boolean {
  return /^own-data-[0-9a-f]{16}$/.test(id);
}
