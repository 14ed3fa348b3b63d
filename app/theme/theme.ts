import { setTheme } from '../store/actions';
import type { ViewState } from '../store/state';
import { readText, writeText } from '../store/storage';
import { store } from '../store/store';
import { canvasColours } from './canvas-colours';

type Theme = ViewState['theme'];

const KEY = 'theme';
const THEMES: readonly string[] = ['system', 'light', 'dark'];

/** Takes the theme of the last visit, writes the present one on the page and remembers it. Called once. */
export function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = store.getState().view;
    document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  const remembered = recall();
  if (remembered !== null) setTheme(remembered);
  apply();
  // While there is little of the page whose style would have to be settled.
  canvasColours(document.documentElement.dataset['theme'] ?? 'light');
  dark.addEventListener('change', apply);
  store.subscribe((now, before) => {
    if (now.view.theme === before.view.theme) return;
    apply();
    writeText('browser', KEY, now.view.theme);
  });
}

function recall(): Theme | null {
  const text = readText('browser', KEY);
  return text !== null && THEMES.includes(text) ? (text as Theme) : null;
}
