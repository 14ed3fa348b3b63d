/** "Opened from model.json and 1 other file of yours; nothing of it left this browser." */
export function openedFrom([first = '', ...others]: readonly string[]): string {
  const { length } = others;
  const more = length === 0 ? '' : ` and ${String(length)} other ${length === 1 ? 'file' : 'files'}`;
  return `Opened from ${first}${more} of yours. Nothing of it left this browser.`;
}
