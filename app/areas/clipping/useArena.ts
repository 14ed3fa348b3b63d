import { useMemo } from 'react';
import { same } from '../../../src/experiment/key';
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

const STALE: PanelStatus = { status: 'stale', problem: null, progress: null };

function statusOf(slots: ArenaSlots, isCurrent: boolean): PanelStatus {
  const { tensor = EMPTY_SLOT, minmax = EMPTY_SLOT } = slots;
  return isCurrent ? panelStatus(tensor, minmax) : STALE;
}

function arenaOf(settings: ArenaSettings, layer: string | null, slots: ArenaSlots): Arena | null {
  const tensor = valueOf(slots, 'tensor') as ClipTensorReport | null;
  if (tensor === null) return null;
  const codes = clipCodesOf(settings, tensor);
  const methods = arenaMethods(settings, codes.kind).flatMap(({ id, label }): Method[] => {
    const report = valueOf(slots, id) as ClipMethodReport | null;
    return report === null ? [] : [knownMethod(id, label, report)];
  });
  const hand = settings.hand > 0 ? handMethod(valueOf(slots, 'hand') as ClipPoint | null) : [];
  const has = (id: string) => methods.some((method) => method.id === id);
  return unchanged({
    subject: subjectOf(settings, layer),
    tensor,
    codes,
    methods: [...methods, ...hand],
    a: hand.length > 0 ? HAND : has(settings.a) ? settings.a : 'mse',
    b: has(settings.b) ? settings.b : 'minmax',
  });
}

let last: Arena | null = null;

/** The arena before when nothing of it has changed, so that a setting on its way to a result draws nothing. */
function unchanged(next: Arena): Arena {
  const { methods, tensor, ...words } = next;
  const isSame =
    last !== null &&
    last.tensor === tensor &&
    last.methods.length === methods.length &&
    last.methods.every((method, i) => method === methods[i]) &&
    same(words, { subject: last.subject, codes: last.codes, a: last.a, b: last.b });
  last = isSame ? last : next;
  return last ?? next;
}

/** The same object for the same result, so that a card whose method has not changed is not drawn again. */
function knownMethod(id: string, label: string, report: ClipMethodReport): Method {
  const known = methodsByReport.get(report);
  if (known?.label === label) return known;
  const method = methodFrom(id, label, report);
  methodsByReport.set(report, method);
  return method;
}

const methodsByPoint = new WeakMap<ClipPoint, Method>();
const methodsByReport = new WeakMap<ClipMethodReport, Method>();

/**
 * The threshold set by hand is drawn where it was measured: line, levels and what they cost move together, in one frame.
 */
function handMethod(point: ClipPoint | null): Method[] {
  if (point === null) return [];
  const method = methodsByPoint.get(point) ?? { id: HAND, label: 'By hand', point, trace: null };
  methodsByPoint.set(point, method);
  return [method];
}

function subjectOf({ source, shape }: ArenaSettings, layer: string | null): Subject {
  if (shape !== 'layer') {
    const title = `${sampleShapes[shape].label} sample${source === 'activations' ? ' after a ReLU' : ''}`;
    return { title, noun: 'values', axis: 'value' };
  }
  return source === 'weights'
    ? { title: `Weights of ${layer ?? ''}`, noun: 'weights', axis: 'weight value' }
    : { title: `Activations into ${layer ?? ''}`, noun: 'activations', axis: 'activation value' };
}

/** The slots know of no types: what a slot holds is decided by the job that fills it. */
function valueOf(slots: ArenaSlots, id: string): unknown {
  return slots[id]?.value ?? null;
}
