import { useEffect, useMemo, useState } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { fixed } from '../../controls/format';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { readImages, readOutput } from '../../engine/requests';
import { useStore } from '../../store/store';
import { currentItems } from '../../store/test-items';
import { drawColours } from './draw';
import { type Picture, type Tile, type TileGrid, cornerOf, gridOf, psnrOf, tilesOf } from './pictures';
import css from './PicturesPanel.module.css';
import { type SideJob, type SideResults, useSideResults } from './use-side-results';

/** The picture that the float network, A and B make of the same small one, and what A and B do differently. */
export function PicturesPanel() {
  const [chosen, setChosen] = useState(0);
  const items = useStore(currentItems);
  const at = Math.min(chosen, items - 1);
  const given = useGiven(at);
  const job = useMemo(() => jobFor(at), [at]);
  const { by: results, status } = useSideResults(job);
  const by = pictures(results, given);
  const tiles = tilesOf({ input: given, by });
  return (
    <PanelFrame
      title="Pictures"
      caption={`crop ${at + 1} of ${items}`}
      summary={summaryOf(by)}
      status={status}
      fit="content"
      actions={
        <SegmentedControl
          name="Picture"
          value={String(at)}
          options={Array.from({ length: items }, (_, index) => ({
            value: String(index),
            label: String(index + 1),
            name: `Picture ${index + 1}`,
          }))}
          onChange={(value) => {
            setChosen(Number(value));
          }}
        />
      }
      table={() => ({
        columns: ['picture', 'network', 'PSNR to float in dB'],
        rows: (['a', 'b'] as const).map((id) => [at + 1, id.toUpperCase(), psnrText(by[id], by.float)]),
      })}
      exportName="pictures"
    >
      {({ width }) => <Tiles tiles={tiles} grid={gridOf(width - 28, tiles.length)} />}
    </PanelFrame>
  );
}

function Tiles({ tiles, grid }: { readonly tiles: readonly Tile[]; readonly grid: TileGrid }) {
  return (
    <svg
      className={css.tiles}
      width={grid.width}
      height={grid.height}
      role="group"
      aria-label="Pictures of the networks"
    >
      {tiles.map((tile, index) => (
        <PictureTile key={tile.id} tile={tile} side={grid.side} corner={cornerOf(grid, index)} />
      ))}
    </svg>
  );
}

interface PictureTileProps {
  readonly tile: Tile;
  readonly side: number;
  readonly corner: { readonly x: number; readonly y: number };
}

function PictureTile({ tile: { id, title, note, tone, picture }, side, corner }: PictureTileProps) {
  const address = useMemo(() => (picture === null ? null : drawColours(picture)), [picture]);
  return (
    <g transform={`translate(${corner.x} ${corner.y})`} data-tile={id}>
      <text className={tone === 'ink' ? 'l13' : `t${tone} l13`} x={0} y={12}>
        {title}
      </text>
      <text className="end" x={side} y={12}>
        {note}
      </text>
      <rect className={css.frame} x={0} y={18} width={side} height={side} />
      {address !== null && (
        <image className={css.picture} href={address} x={0} y={18} width={side} height={side}>
          <title>{`${title}, ${note}`}</title>
        </image>
      )}
    </g>
  );
}

function jobFor(index: number): SideJob<Uint8Array> {
  return { name: `picture ${index}`, run: (side, work) => readOutput(side, index, work) };
}

/** Outputs are square, and twice as wide as what was given. */
function pictures(by: SideResults<Uint8Array>['by'], given: Picture | null) {
  const picture = (colours: Uint8Array | null): Picture | null => {
    const width = colours === null || given === null ? 0 : Math.sqrt((colours.length / 3 / given.height) * given.width);
    return colours === null || given === null ? null : { width, height: colours.length / 3 / width, colours };
  };
  return { float: picture(by.float), a: picture(by.a), b: picture(by.b) };
}

/** The small picture itself; null until it is loaded. */
function useGiven(index: number): Picture | null {
  const isLoaded = useStore((state) => state.scores.float.status === 'ready');
  const shape = useStore(({ model }) => (model.status === 'ready' ? model.card.input.shape : null));
  const [read, setRead] = useState<{ readonly index: number; readonly colours: Uint8Array } | null>(null);
  useEffect(() => {
    if (!isLoaded) return undefined;
    const controller = new AbortController();
    void readImages([index], controller.signal).then((outcome) => {
      if (outcome.ok && !controller.signal.aborted) setRead({ index, colours: outcome.value });
    });
    return () => {
      controller.abort();
    };
  }, [index, isLoaded]);
  const [height = 1, width = 1] = shape ?? [];
  return read?.index === index ? { width, height, colours: read.colours } : null;
}

function psnrText(own: Picture | null, float: Picture | null): string {
  return own === null || float === null ? '' : fixed(psnrOf(own, float), 2);
}

function summaryOf({ a, b, float }: Readonly<Record<'a' | 'b' | 'float', Picture | null>>): string {
  if (a === null || b === null || float === null) return 'The pictures appear as soon as the networks have made them.';
  return `Pictures of the float network, A and B. To the float picture A keeps ${psnrText(a, float)} dB and B ${psnrText(b, float)} dB.`;
}
