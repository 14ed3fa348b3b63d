import { useMemo } from 'react';
import type { ClipMethodReport, ClipPoint, ClipTensorReport } from '../../../src/jobs/clip-reports';
import { sampleShapes } from '../../../src/numerics/sample-shapes';
import { type Arena, HAND, type Method, type Subject, methodFrom } from '../../charts/clipping/arena';
import { type PanelStatus, panelStatus } from '../../charts/frame/status';
import { EMPTY_SLOT, useStore } from '../../store/store';
import { useScreenParams } from '../useScreenParams';
import { arenaMethods } from './methods';
import { type ArenaSlots, clipCodesOf, tensorKey, useArenaSlots } from './runner';
import { type ArenaSettings, readSettings } from './settings';

export interface ArenaView {
  readonly settings: ArenaSettings;
  /** Null before the first result. */
  readonly arena: Arena | null;
  readonly status: PanelStatus;
  /** The results belong to the values that the settings ask for. */
  readonly isCurrent: boolean;
}

/** The settings of the screen and the results that belong to them. */
export function useArena(): ArenaView {
  const params = useScreenParams('clipping');
  const layer = useStore((state) => state.view.layer);
  const model = useStore((state) => state.experiment.model);
  const slots = useArenaSlots();
  return useMemo(() => {
    const settings = readSettings(params);
    const isCurrent = slots['tensor']?.key === tensorKey(settings, model, layer);
    return { settings, arena: arenaOf(settings, layer, slots), status: statusOf(slots, isCurrent), isCurrent };
  }, [params, model, layer, slots]);
}

function statusOf(slots: ArenaSlots, isCurrent: boolean): PanelStatus {
  const { tensor = EMPTY_SLOT, minmax = EMPTY_SLOT } = slots;
  return isCurrent ? panelStatus(tensor, minmax) : { status: 'stale', problem: null, progress: null };
}

function arenaOf(settings: ArenaSettings, layer: string | null, slots: ArenaSlots): Arena | null {
  const tensor = valueOf(slots, 'tensor') as ClipTensorReport | null;
  if (tensor === null) return null;
  const codes = clipCodesOf(settings, tensor);
  const methods = arenaMethods(settings, codes.kind).flatMap(({ id, label }): Method[] => {
    const report = valueOf(slots, id) as ClipMethodReport | null;
    return report === null ? [] : [methodFrom(id, label, report)];
  });
  const hand =
    settings.hand > 0 ? handMethod(valueOf(slots, 'hand') as ClipPoint | null, settings.hand * tensor.largest) : [];
  const has = (id: string) => methods.some((method) => method.id === id);
  return {
    subject: subjectOf(settings, layer),
    tensor,
    codes,
    methods: [...methods, ...hand],
    a: hand.length > 0 ? HAND : settings.a,
    b: has(settings.b) ? settings.b : 'minmax',
  };
}

/** While the threshold moves its place is known at once; what it costs follows. */
function handMethod(point: ClipPoint | null, threshold: number): Method[] {
  return point === null ? [] : [{ id: HAND, label: 'By hand', point: { ...point, threshold }, trace: null }];
}

function subjectOf({ source, shape }: ArenaSettings, layer: string | null): Subject {
  if (shape !== 'layer') {
    const title = `${sampleShapes[shape].label} sample${source === 'activations' ? ' after a ReLU' : ''}`;
    return { title, noun: 'values', axis: 'value' };
  }
  return source === 'weights'
    ? { title: `Weights of ${layer ?? ''}`, noun: 'weights', axis: 'weight' }
    : { title: `Activations into ${layer ?? ''}`, noun: 'activations', axis: 'activation' };
}

/** The slots know of no types: what a slot holds is decided by the job that fills it. */
function valueOf(slots: ArenaSlots, id: string): unknown {
  return slots[id]?.value ?? null;
}
