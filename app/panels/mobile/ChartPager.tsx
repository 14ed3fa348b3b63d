import { type KeyboardEvent, useRef, useState } from 'react';
import type { LabPanel } from '../labPanels';
import { PanelBoundary } from '../PanelBoundary';
import css from './MobileLayout.module.css';

/** One chart at a time; the dots choose which. */
export function ChartPager({ panels }: { readonly panels: readonly LabPanel[] }) {
  const [at, setAt] = useState(0);
  const dots = useRef<HTMLDivElement>(null);
  const shown = panels[at];
  const show = (index: number) => {
    const next = (index + panels.length) % panels.length;
    setAt(next);
    dots.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') show(at + 1);
    if (event.key === 'ArrowLeft') show(at - 1);
  };
  if (!shown) return null;
  return (
    <div>
      <div className={css.chart} id="chart-page" role="tabpanel" aria-label={shown.name}>
        <PanelBoundary key={shown.name} name={shown.name}>
          <shown.Panel />
        </PanelBoundary>
      </div>
      <div ref={dots} className={css.dots} role="tablist" aria-label="Charts" tabIndex={-1} onKeyDown={press}>
        {panels.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-label={name}
            aria-selected={index === at}
            aria-controls="chart-page"
            tabIndex={index === at ? 0 : -1}
            onClick={() => setAt(index)}
          >
            <i aria-hidden />
          </button>
        ))}
      </div>
    </div>
  );
}
