import { BookOpen, Keyboard, Monitor, Moon, Share, Sun, TriangleAlert } from 'lucide-react';
import { AreaNav } from '../areas/AreaNav';
import { Button, IconButton } from '../controls/Button';
import { bytes } from '../controls/format';
import { openDialog, setTheme } from '../store/actions';
import type { ModelState, ViewState } from '../store/state';
import { useStore } from '../store/store';
import { backendText } from './backend';
import { BrandMark } from './Brand';
import { RedoButton, UndoButton } from './HistoryButtons';
import css from './TopBar.module.css';

/** Name, screens, model, back end, history, help, theme, Share. */
export function TopBar() {
  return (
    <header className={css.top}>
      <h1 className={css.brand}>
        <BrandMark />
        <span>Quantization Playground</span>
      </h1>
      <AreaNav />
      <span className={css.space} />
      <ModelPicker />
      <Backend />
      <span className={css.icons}>
        <UndoButton />
        <RedoButton />
        <IconButton label="Glossary" onClick={() => openDialog('glossary')}>
          <BookOpen size={16} aria-hidden />
        </IconButton>
        <IconButton label="Shortcuts" onClick={() => openDialog('shortcuts')}>
          <Keyboard size={16} aria-hidden />
        </IconButton>
        <ThemeButton />
      </span>
      <Button kind="primary" onClick={() => openDialog('share')}>
        <Share size={16} aria-hidden />
        Share
      </Button>
      <LoadingBar />
    </header>
  );
}

function ModelPicker() {
  const model = useStore((state) => state.model);
  const id = useStore((state) => state.experiment.model);
  const dataset = useStore((state) => state.testData?.title);
  return (
    <button
      type="button"
      className={css.picker}
      aria-haspopup="dialog"
      title="Model, data and licence"
      onClick={() => openDialog('model')}
    >
      {model.status === 'ready' ? (
        <>
          <b>{model.card.title}</b>
          {model.card.task !== 'weights' && (
            <>
              <i>on</i>
              <span>{dataset ?? model.card.dataset}</span>
            </>
          )}
        </>
      ) : (
        <b>{model.status === 'loading' ? loadingText(id, model) : `${id}: not loaded`}</b>
      )}
    </button>
  );
}

function loadingText(id: string, { received, total }: Extract<ModelState, { status: 'loading' }>): string {
  return total === 0 ? `Loading ${id}` : `Loading ${id}: ${bytes(received)} of ${bytes(total)}`;
}

function LoadingBar() {
  const model = useStore((state) => state.model);
  if (model.status !== 'loading') return null;
  return (
    <progress
      className={css.progress}
      aria-label="Loading the model"
      max={Math.max(model.total, 1)}
      {...(model.total > 0 && { value: model.received })}
    />
  );
}

function Backend() {
  const { state, text } = backendText(useStore((all) => all.engine));
  return (
    <span className={css.badge} data-state={state}>
      {state === 'slow' ? <TriangleAlert size={13} aria-hidden /> : <i aria-hidden />}
      {text}
    </span>
  );
}

const NEXT_THEME: Readonly<Record<ViewState['theme'], ViewState['theme']>> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
};
const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

/** Goes round system, light and dark. */
function ThemeButton() {
  const theme = useStore((state) => state.view.theme);
  const Icon = THEME_ICONS[theme];
  return (
    <IconButton label={`Theme: ${theme}. Change to ${NEXT_THEME[theme]}`} onClick={() => setTheme(NEXT_THEME[theme])}>
      <Icon size={16} aria-hidden />
    </IconButton>
  );
}
