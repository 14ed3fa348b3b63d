import { Suspense, lazy } from 'react';
import { closeDialog } from '../store/actions';
import { useStore } from '../store/store';

const DIALOGS = {
  share: lazy(() => import('./share/ShareDialog').then((module) => ({ default: module.ShareDialog }))),
  model: lazy(() => import('./model/ModelDialog').then((module) => ({ default: module.ModelDialog }))),
  open: lazy(() => import('./open/OpenDialog').then((module) => ({ default: module.OpenDialog }))),
  data: lazy(() => import('./open/DataDialog').then((module) => ({ default: module.DataDialog }))),
  shortcuts: lazy(() => import('./ShortcutsDialog').then((module) => ({ default: module.ShortcutsDialog }))),
  glossary: lazy(() => import('./glossary/Glossary').then((module) => ({ default: module.Glossary }))),
};

/** The open dialog, whose code is fetched when it is first opened. */
export function Dialogs() {
  const open = useStore((state) => state.view.dialog);
  if (open === 'none') return null;
  const Open = DIALOGS[open];
  return (
    <Suspense fallback={null}>
      <Open onClose={closeDialog} />
    </Suspense>
  );
}
