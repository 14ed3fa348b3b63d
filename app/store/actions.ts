/** Everything the interface can do to the state. */
export { redo, setExperiment, undo } from './history';
export {
  adoptWeights,
  applySide,
  copyAToB,
  copyBToA,
  keepLayersOf,
  openModel,
  resetSide,
  setImages,
  setLayerParam,
  setLayerPatch,
  setModel,
  setParam,
  setRecipePart,
  setSeed,
  setWeights,
  swapSides,
} from './recipe-actions';
export { setScreenParam, setScreenParams } from './screen-actions';
export { cancelSweep, startSweep } from './sweep-actions';
export {
  closeDialog,
  dismissNotice,
  dismissToast,
  openDialog,
  selectLayer,
  setArea,
  setShow,
  setTheme,
  toast,
} from './view-actions';
