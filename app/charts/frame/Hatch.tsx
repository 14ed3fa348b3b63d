/** Clipping error is hatched, never a hue: 45 degrees, 5 px, 1.3 px line. Used as `fill="url(#id)"`. */
export function Hatch({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={5} height={5} fill="var(--hatch-bg)" />
        <line x1={0} y1={0} x2={0} y2={5} stroke="var(--hatch)" strokeWidth={1.3} />
      </pattern>
    </defs>
  );
}
