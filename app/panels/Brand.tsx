/** The mark: a bell curve and the staircase that stands for it. */
export function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden>
      <path
        d="M2 18C6 18 7 4 11 4s5 14 9 14"
        fill="none"
        stroke="var(--ref)"
        strokeWidth="1.6"
        strokeDasharray="3 2.2"
      />
      <path
        d="M2 18h3.5v-5H8V8h2V4.5h3V9h2v5h2.5v4H20"
        fill="none"
        stroke="var(--ink)"
        strokeWidth="1.8"
        strokeLinejoin="round"
      />
    </svg>
  );
}
