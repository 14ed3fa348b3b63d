import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startApp } from './effects/start';
import './theme/base.css';
import './theme/preferences.css';
import { followTheme } from './theme/theme';

followTheme();
startApp();

const root = document.getElementById('root');
if (root) {
  // In slices: what the reader does meanwhile is not kept waiting.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
