/** What training does to the weights of the selected layer: their paths, the gradient that they get, the scale. */
import { useMemo } from 'react';
import type { SideId } from '../../../src/experiment/spec';
import type { LayerSigns } from '../../../src/jobs/train-reports';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Paths } from '../../charts/training/Paths';
import { pathsModel, pathsSentence, pathsTable } from '../../charts/training/paths';
import { type Way, wayOf } from '../../charts/training/record';
import { Scales } from '../../charts/training/Scales';
import { type ScaleLine, scalesModel, scalesSentence, scalesTable } from '../../charts/training/scales';
import { Ste } from '../../charts/training/Ste';
import { steModel, steSentence, steTable } from '../../charts/training/ste';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { useStore } from '../../store/store';
import empty from './CurvesPanel.module.css';
import type { Run } from './runs';
import { showSide, useTraining } from './store';

interface Watched {
  readonly run: Run;
  readonly side: SideId;
  readonly layer: string;
}

const READY = { status: 'ready', problem: null, progress: null } as const;
const NOTHING = { columns: [], rows: [] };

/** The run whose weights are looked at closely: the chosen one, else the one that has something to show. */
function useWatched(): Watched | null {
  const runs = useTraining((state) => state.runs);
  const chosen = useTraining((state) => state.shownSide);
  const layer = useStore((state) => state.view.layer);
  const has = (id: SideId): boolean => (runs[id]?.snapshots.length ?? 0) > 0;
  const side = [chosen, 'b' as const, 'a' as const].find((id): id is SideId => id !== null && has(id));
  const run = side === undefined ? null : runs[side];
  return side === undefined || run === null || layer === null ? null : { run, side, layer };
}

function useWay(watched: Watched | null): { readonly way: Way | null; readonly signs: LayerSigns | null } {
  const snapshots = watched?.run.snapshots;
  const layer = watched?.layer;
  return useMemo(() => {
    const all = (snapshots ?? []).flatMap(({ layers }) => layers.filter((one) => one.layer === layer));
    return { way: wayOf(all), signs: all.at(-1)?.signs ?? null };
  }, [snapshots, layer]);
}

function SideChoice() {
  const watched = useWatched();
  const both = useTraining(({ runs }) => runs.a !== null && runs.b !== null);
  if (watched === null || !both) return null;
  return (
    <SegmentedControl
      name="Run whose weights are followed"
      value={watched.side}
      options={[
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ]}
      onChange={(next) => showSide(next === 'a' ? 'a' : 'b')}
    />
  );
}

export function PathsPanel() {
  const watched = useWatched();
  const { way, signs } = useWay(watched);
  const input = watched === null || way === null || signs === null ? null : { side: watched.side, way, signs };
  const total = watched?.run.steps ?? 0;
  return (
    <PanelFrame
      title={`Twelve float weights${watched === null ? '' : ` of ${watched.side.toUpperCase()}`}`}
      caption="in steps, w / s; triangle: crosses"
      summary={input === null ? 'No weights have been followed yet.' : pathsSentence(input)}
      status={READY}
      actions={<SideChoice />}
      table={() => (input === null ? NOTHING : pathsTable(input))}
      exportName="training-paths"
    >
      {(size) =>
        input === null ? (
          <p className={empty.empty}>{noWay(watched)}</p>
        ) : (
          <PathsBody {...input} total={total} size={size} />
        )
      }
    </PanelFrame>
  );
}

function noWay(watched: Watched | null): string {
  return watched !== null && watched.run.step > 0
    ? 'The levels of this recipe are not even steps of the float weights: there is no grid to follow them on.'
    : 'The way of single weights over the grid of their codes, and where they cross from one code to the next.';
}

function PathsBody({ side, way, signs, total, size }: Parameters<typeof pathsModel>[0]) {
  const model = useMemo(() => pathsModel({ side, way, signs, total, size }), [side, way, signs, total, size]);
  return <Paths model={model} side={side} />;
}

export function StePanel() {
  const watched = useWatched();
  const { signs } = useWay(watched);
  const isMasking = watched?.run.task.params['ste'] !== 'pass-through' || watched.run.task.scale === 'learned';
  return (
    <PanelFrame
      title="Straight-through"
      caption={
        watched === null ? 'hatched: masked' : `${watched.layer} of ${watched.side.toUpperCase()}; hatched: masked`
      }
      summary={signs === null ? 'No weights have been seen yet.' : steSentence(watched?.layer ?? '', signs)}
      status={READY}
      table={() => (signs === null ? NOTHING : steTable(signs))}
      exportName="training-straight-through"
    >
      {(size) =>
        signs === null || watched === null ? (
          <p className={empty.empty}>Rounding is a staircase, whose slope is 0: what gradient weights get instead.</p>
        ) : (
          <SteBody signs={signs} isMasking={isMasking} side={watched.side} size={size} />
        )
      }
    </PanelFrame>
  );
}

interface SteBodyProps {
  readonly signs: LayerSigns;
  readonly isMasking: boolean;
  readonly side: SideId;
  readonly size: Size;
}

function SteBody({ signs, isMasking, side, size }: SteBodyProps) {
  const model = useMemo(() => steModel(signs, isMasking, size), [signs, isMasking, size]);
  return <Ste model={model} side={side} />;
}

export function ScalesPanel() {
  const watched = useWatched();
  const lines = useMemo(() => (watched === null ? [] : linesOf(watched)), [watched]);
  const side = watched?.side ?? 'b';
  return (
    <PanelFrame
      title="Scale over the run"
      caption={`${watched === null ? '' : `${side.toUpperCase()}, `}divided by its start`}
      summary={lines.length === 0 ? 'No scales have been seen yet.' : scalesSentence(side.toUpperCase(), lines)}
      status={READY}
      table={() => scalesTable(lines)}
      exportName="training-scales"
    >
      {(size) =>
        lines.length === 0 ? (
          <p className={empty.empty}>The step between two codes, layer by layer; it moves when it is learned.</p>
        ) : (
          <Scales model={scalesModel(lines, watched?.run.steps ?? 0, size)} side={side} />
        )
      }
    </PanelFrame>
  );
}

function linesOf({ run, layer: selected }: Watched): readonly ScaleLine[] {
  const layers = run.snapshots.at(-1)?.layers.map(({ layer }) => layer) ?? [];
  return layers.flatMap((layer): ScaleLine[] => {
    const way = wayOf(run.snapshots.flatMap((one) => one.layers.filter((each) => each.layer === layer)));
    return way === null ? [] : [{ layer, from: way.from, ratios: way.scales, isSelected: layer === selected }];
  });
}
