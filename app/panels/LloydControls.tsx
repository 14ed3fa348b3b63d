import { useMemo } from 'react';
import type { SideId } from '../../src/experiment/spec';
import type { ReportPair } from '../charts/frame/reports';
import { lloydModel } from '../charts/histogram/lloyd';
import { Button } from '../controls/Button';
import { Chip } from '../controls/Chip';
import { MAX_PASSES, iterateTo } from './histogramActions';
import css from './LloydControls.module.css';
import { useLloydHistory } from './useLloydHistory';

interface LloydControlsProps {
  readonly layer: string;
  readonly reports: ReportPair;
  readonly sides: readonly SideId[];
}

/** For each side with a codebook: Lloyd's iteration pass by pass, with the error after each. */
export function LloydControls({ layer, reports, sides }: LloydControlsProps) {
  const withCodebook = sides.filter((side) => (reports[side]?.codebook ?? null) !== null);
  return withCodebook.map((side) => <LloydRow key={side} side={side} layer={layer} />);
}

const WIDTH = 96;
const HEIGHT = 26;

function LloydRow({ side, layer }: { readonly side: SideId; readonly layer: string }) {
  const history = useLloydHistory(side, layer);
  const model = useMemo(() => (history === null ? null : lloydModel(history, WIDTH, HEIGHT)), [history]);
  const stroke = side === 'a' ? 'la' : 'lb';
  const last = history === null ? MAX_PASSES : history.now + history.ahead.length - 1;
  const converged = history !== null && history.ahead.length <= 1;
  return (
    <div className={css.row} role="group" aria-label={`Lloyd's iteration of ${side.toUpperCase()}`}>
      <Chip side={side} />
      <Button
        small
        disabled={converged}
        onClick={() => {
          iterateTo(side, layer, (history?.now ?? 0) + 1);
        }}
      >
        Step
      </Button>
      <Button
        small
        disabled={converged}
        aria-label="Run to convergence"
        onClick={() => {
          iterateTo(side, layer, last);
        }}
      >
        Run
      </Button>
      <Button
        small
        onClick={() => {
          iterateTo(side, layer, 0);
        }}
      >
        Restart
      </Button>
      {model === null ? (
        <span>Step starts Lloyd&apos;s iteration</span>
      ) : (
        <>
          <svg width={WIDTH} height={HEIGHT} aria-hidden>
            <path className={`${stroke} ${css.ahead}`} d={model.aheadPath} />
            <path className={`${stroke} ${css.past}`} d={model.pastPath} />
            <circle className={side === 'a' ? 'fa' : 'fb'} cx={model.dot.x} cy={model.dot.y} r={3.5} />
          </svg>
          <span role="status">{model.text}</span>
        </>
      )}
    </div>
  );
}
