import type { ReactNode } from 'react';

const ROWS = [3, 8.2, 13.4, 18.6];
const ROW_SHADES = [0.9, 0.35, 0.65, 0.25];
const BRICK_SHADES = [0.9, 0.3, 0.55, 0.75, 0.25, 0.6, 0.4, 0.85];
const PAIR_SHADES = [0.9, 0.35, 0.35, 0.9, 0.35];

interface GlyphProps {
  readonly granularity: string;
  readonly size?: number;
}

/** Who shares a scale, as a picture: slab, rows, bricks, bricks in frames, pairs in frames. */
export function GranularityGlyph({ granularity, size = 26 }: GlyphProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden>
      {(PICTURES[granularity] ?? slab)()}
    </svg>
  );
}

const PICTURES: Readonly<Record<string, () => ReactNode>> = {
  tensor: slab,
  channel: rows,
  group: bricks,
  vsquant: framedBricks,
  mx: framedPairs,
};

function slab() {
  return <rect x="3" y="3" width="20" height="20" rx="1.5" fill="currentColor" opacity=".55" />;
}

function rows() {
  return ROWS.map((y, i) => (
    <rect key={y} x="3" y={y} width="20" height="4.2" rx="1" fill="currentColor" opacity={ROW_SHADES[i]} />
  ));
}

function bricks() {
  return BRICK_SHADES.map((shade, i) => (
    <rect
      key={i}
      x={i % 2 === 0 ? 3 : 13.4}
      y={ROWS[i >> 1]}
      width="9.6"
      height="4.2"
      rx="1"
      fill="currentColor"
      opacity={shade}
    />
  ));
}

function frames() {
  return ROWS.map((y) => (
    <rect
      key={y}
      x="2"
      y={y - 0.4}
      width="22"
      height="4.9"
      rx="1.4"
      fill="none"
      stroke="currentColor"
      strokeWidth=".8"
    />
  ));
}

function framedBricks() {
  return (
    <>
      {frames()}
      {BRICK_SHADES.map((shade, i) => (
        <rect
          key={i}
          x={i % 2 === 0 ? 3.4 : 13.3}
          y={(ROWS[i >> 1] ?? 0) + 1}
          width="9"
          height="2.2"
          rx=".6"
          fill="currentColor"
          opacity={shade}
        />
      ))}
    </>
  );
}

function framedPairs() {
  return (
    <>
      {frames()}
      {ROWS.flatMap((y) =>
        PAIR_SHADES.map((shade, i) => (
          <rect
            key={`${y} ${i}`}
            x={3.4 + 4 * i}
            y={y + 1}
            width="3.2"
            height="2.2"
            rx=".6"
            fill="currentColor"
            opacity={shade}
          />
        )),
      )}
    </>
  );
}
