import { BookOpen, Keyboard, Menu as MenuIcon, Redo2, Share, SunMoon } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import { IconButton } from '../../controls/Button';
import { count } from '../../controls/format';
import { Menu } from '../../controls/Menu';
import { openDialog, redo, setTheme } from '../../store/actions';
import { store, useStore } from '../../store/store';
import { datasetTitle } from '../dataset';
import { Notice } from '../Notice';
import { LAB_PANELS } from '../labPanels';
import { PanelBoundary } from '../PanelBoundary';
import { UndoButton } from '../TopBar';
import { ChartPager } from './ChartPager';
import css from './MobileLayout.module.css';
import { RecipeSheet } from './RecipeSheet';
import { ResultTabs } from './ResultTabs';
import { type SheetStop, stopHeight } from './sheet';

/** The Lab on a phone: both results always in sight, one chart at a time, the recipe in a sheet from below. */
export function MobileLayout() {
  const [side, setSide] = useState<SideId>('a');
  const [stop, setStop] = useState<SheetStop>('half');
  const covered = stopHeight(stop === 'peek' ? 'peek' : 'half', innerHeight);
  const network = LAB_PANELS.find((panel) => panel.area === 'network');
  return (
    <>
      <header className={css.top}>
        <TitleBar />
        <ResultTabs side={side} onChange={setSide} />
      </header>
      <Notice />
      <main className={css.charts} style={{ '--covered': `${covered}px` } as CSSProperties}>
        {network && (
          <div className={css.network}>
            <PanelBoundary name={network.name}>
              <network.Panel />
            </PanelBoundary>
          </div>
        )}
        <ChartPager panels={LAB_PANELS.filter((panel) => panel !== network)} />
        <RecipeSheet side={side} stop={stop} onStop={setStop} />
      </main>
    </>
  );
}

function TitleBar() {
  return (
    <div className={css.bar}>
      <Menu
        label="Menu"
        icon={<MenuIcon size={20} aria-hidden />}
        align="left"
        items={[
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
    </div>
  );
}

function Title() {
  const model = useStore((state) => state.model);
  const images = useStore((state) => state.experiment.images);
  const title = model.status === 'ready' ? model.card.title : 'Quantization Playground';
  const data =
    model.status === 'ready' ? `${datasetTitle(model.card.dataset)}, ${count(images)} images` : 'Loading the network';
  return (
    <h1 className={css.title}>
      <button type="button" aria-haspopup="dialog" onClick={() => openDialog('model')}>
        <b>{title}</b>
        <span>{data}</span>
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
