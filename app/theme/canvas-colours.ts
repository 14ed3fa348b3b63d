/** Colours of `tokens.css` that canvases are painted with. */
const NAMES = ['--e0', '--e1', '--e2', '--e3', '--e4', '--e5', '--neg', '--zero', '--pos'] as const;

type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

const known = new Map<string, Colours>();

/**
 * The colours of a theme as CSS texts; `theme` is the one on the page. They are read once: to read one makes the browser settle
 * the style of the whole page.
 */
export function canvasColours(theme: string): Colours {
  const before = known.get(theme);
  if (before !== undefined) return before;
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(name).trim()])) as Colours;
  known.set(theme, colours);
  return colours;
}
