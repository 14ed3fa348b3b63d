import type { SideId } from '../../src/experiment/spec';
import { recipeFor } from '../../src/experiment/spec';
import { Button } from '../controls/Button';
import { Chip } from '../controls/Chip';
import { useStore } from '../store/store';
import css from './LloydControls.module.css';
import { iterateTo, passesOf } from './histogramActions';
import type { ReportPair } from '../charts/frame/reports';

interface LloydControlsProps {
  readonly layer: string;
  readonly reports: ReportPair;
  readonly sides: readonly SideId[];
}

/** For each side with a codebook: Lloyd's iteration, pass by pass. */
export function LloydControls({ layer, reports, sides }: LloydControlsProps) {
  return sides
    .filter((side) => reports[side]?.codebook !== null && reports[side] !== null)
    .map((side) => <LloydRow key={side} side={side} layer={layer} />);
}

function LloydRow({ side, layer }: { readonly side: SideId; readonly layer: string }) {
  const spec = useStore((state) => state.experiment[side]);
  const passes = passesOf(recipeFor(spec, layer).quantizer);
  return (
    <div className={css.row} role="group" aria-label={`Lloyd's iteration of ${side.toUpperCase()}`}>
      <Chip side={side} />
      <Button
        small
        onClick={() => {
          iterateTo(side, layer, (passes ?? 0) + 1);
        }}
      >
        Step
      </Button>
      <Button
        small
        onClick={() => {
          iterateTo(side, layer, 100);
        }}
      >
        Run to convergence
      </Button>
      <Button
        small
        onClick={() => {
          iterateTo(side, layer, 0);
        }}
      >
        Restart
      </Button>
    </div>
  );
}
