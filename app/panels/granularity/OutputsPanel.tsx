import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import type { FrameTable } from '../../charts/frame/table';
import { Button } from '../../controls/Button';
import { fixed } from '../../controls/format';
import { useStore } from '../../store/store';
import { drawColours } from '../tasks/draw';
import { AMPLIFICATION, type Picture, differenceOf, psnrOf } from '../tasks/pictures';
import css from './Granularity.module.css';
import { type Outputs, useOutputs } from './outputs';
import type { Ladder } from './useLadder';

/** What a network that makes pictures makes under every rung, and how that differs from float. */
export function OutputsPanel({ ladder }: { readonly ladder: Ladder }) {
  const { campaign } = ladder;
  const isReady = useStore((state) => state.model.status === 'ready' && state.gestureFrom === null);
  const isLoaded = useStore((state) => state.scores.float.status === 'ready');
  const outputs = useOutputs(campaign, isReady && isLoaded && campaign.rungs.length > 0);
  const isPaused = !outputs.isRunning && isLoaded && outputs.done <= campaign.rungs.length;
  return (
    <PanelFrame
      title="What the network makes of it"
      caption={`first test picture at twice its size; beside it the difference to float, ${String(AMPLIFICATION)} times as large, grey is equal`}
      summary={sentence(outputs)}
      status={statusOf(outputs)}
      fit="content"
      actions={
        isPaused && (
          <Button small onClick={outputs.resume}>
            Make the pictures
          </Button>
        )
      }
      table={() => tableOf(outputs)}
      exportName="ladder-outputs"
    >
      {({ width }) => <Tiles outputs={outputs} width={width - 2 * MARGIN} />}
    </PanelFrame>
  );
}

const MARGIN = 14;
const GAP = 12;
const BETWEEN = 6;
const HEAD = 20;
/** Width of two pictures in their own size. */
const PAIR = 262;

function Tiles({ outputs, width }: { readonly outputs: Outputs; readonly width: number }) {
  const { float, rungs } = outputs;
  const across = Math.max(2, Math.floor((width + GAP) / (PAIR + GAP)));
  const pair = (width - (across - 1) * GAP) / across;
  const side = Math.min((pair - BETWEEN) / 2, 160);
  const tiles = [{ id: 'float', label: 'Float32', picture: float }, ...rungs.map(tileOf)];
  const rows = Math.ceil(tiles.length / across);
  return (
    <svg className={css.outputs} width={width} height={rows * (side + HEAD + GAP)} aria-hidden>
      {tiles.map(({ id, label, picture }, i) => (
        <g
          key={id}
          transform={`translate(${String((i % across) * (pair + GAP))} ${String(Math.floor(i / across) * (side + HEAD + GAP))})`}
        >
          <text className="t1 bold" x={0} y={12}>
            {label}
          </text>
          {id !== 'float' && (
            <text className="end" x={2 * side + BETWEEN} y={12}>
              {psnrText(picture, float)}
            </text>
          )}
          <Tile picture={picture} side={side} x={0} />
          {id !== 'float' && <Difference own={picture} float={float} side={side} x={side + BETWEEN} />}
        </g>
      ))}
    </svg>
  );
}

function tileOf({ rung, picture }: Outputs['rungs'][number]) {
  return { id: rung.id, label: rung.label, picture };
}

interface TileProps {
  readonly picture: Picture | null;
  readonly side: number;
  readonly x: number;
}

function Tile({ picture, side, x }: TileProps) {
  const address = useMemo(() => (picture === null ? null : drawColours(picture)), [picture]);
  return (
    <>
      <rect className={css.outputFrame} x={x} y={HEAD} width={side} height={side} />
      {address !== null && <image href={address} x={x} y={HEAD} width={side} height={side} />}
    </>
  );
}

interface DifferenceProps extends Omit<TileProps, 'picture'> {
  readonly own: Picture | null;
  readonly float: Picture | null;
}

function Difference({ own, float, side, x }: DifferenceProps) {
  const picture = useMemo(() => differenceOf(own, float), [own, float]);
  return <Tile picture={picture} side={side} x={x} />;
}

function psnrText(picture: Picture | null, float: Picture | null): string {
  if (picture === null || float === null) return '';
  const psnr = psnrOf(picture, float);
  return Number.isFinite(psnr) ? `${fixed(psnr, 1)} dB` : 'equal';
}

function statusOf({ problem, isRunning, done, rungs, cancel }: Outputs): PanelStatus {
  if (problem !== null) return { status: 'failed', problem, progress: null };
  if (!isRunning) return { status: done === 0 ? 'empty' : 'ready', problem: null, progress: null };
  return {
    status: 'running',
    problem: null,
    progress: { done, total: rungs.length + 1 },
    onCancel: cancel,
    partial: true,
  };
}

function tableOf({ float, rungs }: Outputs): FrameTable {
  return {
    columns: ['rung', 'PSNR to the float picture'],
    rows: rungs.map(({ rung, picture }) => [rung.label, psnrText(picture, float)]),
  };
}

function sentence(outputs: Outputs): string {
  const made = outputs.rungs.filter(({ picture }) => picture !== null);
  if (outputs.float === null || made.length === 0) return 'The pictures are not made yet.';
  return `Pictures of the network under every rung. PSNR to the float picture: ${made
    .map(({ rung, picture }) => `${rung.label} ${psnrText(picture, outputs.float)}`)
    .join(', ')}.`;
}
