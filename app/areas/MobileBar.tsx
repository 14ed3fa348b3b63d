import { BookOpen, Keyboard, Menu as MenuIcon, Redo2, Share, SunMoon } from 'lucide-react';
import { IconButton } from '../controls/Button';
import { Menu } from '../controls/Menu';
import { UndoButton } from '../panels/HistoryButtons';
import { openDialog, redo, setArea, setTheme } from '../store/actions';
import { store, useStore } from '../store/store';
import { currentItems, currentTask } from '../store/test-items';
import css from './MobileBar.module.css';
import { AREAS, areaOf } from './registry';

/** The bar of the phone layout: the menu with the screens, the model, undo, Share. */
export function MobileBar() {
  const area = useStore((state) => state.view.area);
  return (
    <header className={css.bar}>
      <Menu
        label="Menu"
        icon={<MenuIcon size={20} aria-hidden />}
        align="left"
        items={[
          ...AREAS.map(({ id, label }) => ({
            label,
            isChosen: id === area,
            onSelect: () => setArea(id),
          })),
          { label: 'Redo', icon: <Redo2 size={16} aria-hidden />, onSelect: redo },
          { label: 'Light or dark', icon: <SunMoon size={16} aria-hidden />, onSelect: flipTheme },
          { label: 'Glossary', icon: <BookOpen size={16} aria-hidden />, onSelect: () => openDialog('glossary') },
          { label: 'Keyboard', icon: <Keyboard size={16} aria-hidden />, onSelect: () => openDialog('shortcuts') },
        ]}
      />
      <Title />
      <UndoButton />
      <IconButton label="Share" onClick={() => openDialog('share')}>
        <Share size={18} aria-hidden />
      </IconButton>
    </header>
  );
}

function Title() {
  const model = useStore((state) => state.model);
  const items = useStore((state) => currentTask(state).items(currentItems(state)));
  const dataset = useStore((state) => state.testData?.title);
  const area = areaOf(useStore((state) => state.view.area));
  const title = model.status === 'ready' ? model.card.title : 'Quantization Playground';
  const data =
    model.status === 'ready'
      ? model.card.task === 'weights'
        ? items
        : `${dataset ?? model.card.dataset}, ${items}`
      : 'loading';
  return (
    <h1 className={css.title}>
      <button type="button" aria-haspopup="dialog" onClick={() => openDialog('model')}>
        <b>{title}</b>
        <span>
          {area.label}: {data}
        </span>
      </button>
    </h1>
  );
}

/** To the other of what is on screen now. */
function flipTheme(): void {
  const { theme } = store.getState().view;
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  setTheme(isDark ? 'light' : 'dark');
}
