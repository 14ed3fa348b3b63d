import { Ellipsis, RotateCw } from 'lucide-react';
import type { MadeWeights, SideId } from '../../src/experiment/spec';
import { Button } from '../controls/Button';
import { Field } from '../controls/Field';
import { Menu } from '../controls/Menu';
import { Term } from '../controls/Term';
import { setWeights } from '../store/actions';
import { useStore } from '../store/store';
import { useTraining } from '../areas/training/store';
import { cancelTraining, retrain } from '../areas/training/controller';
import { secondsLeft } from '../areas/training/runs';
import { setKey } from './key';
import css from './WeightsField.module.css';
import { estimatedSeconds, factsText, sidesText, weightsName } from './words';

interface WeightsFieldProps {
  readonly side: SideId;
  readonly weights: MadeWeights;
}

/** Whose weights a recipe quantizes, where those are not the shipped ones; makes them again where this browser has none. */
export function WeightsField({ side, weights }: WeightsFieldProps) {
  const model = useStore((state) => state.experiment.model);
  const facts = useStore((state) => state.weightSets[setKey(model, weights)]);
  const spec = useStore((state) => state.experiment[side]);
  return (
    <Field
      label={<Term id="weightSet">Weights</Term>}
      hint={facts === undefined || facts === 'missing' ? undefined : factsText(facts)}
      note={facts === 'missing' ? null : sidesText(spec, weights)}
    >
      <div className={css.row}>
        <span className={css.name}>{weightsName(weights)}</span>
        <Menu
          label={`Weights of ${side.toUpperCase()}`}
          icon={<Ellipsis size={16} aria-hidden />}
          items={[
            { label: 'Use the shipped weights', onSelect: () => setWeights(side, undefined) },
            { label: 'Train them again', onSelect: () => retrain(side, weights) },
            {
              label: 'Save as a file',
              disabled: facts === undefined || facts === 'missing',
              onSelect: () => void import('./files').then(({ saveWeights }) => saveWeights(model, weights)),
            },
          ]}
        />
      </div>
      <Making side={side} weights={weights} isMissing={facts === 'missing'} />
    </Field>
  );
}

/** The button that makes missing weights, or how far that is. */
function Making({ side, weights, isMissing }: WeightsFieldProps & { readonly isMissing: boolean }) {
  const run = useTraining(({ queue, runs }) => (queue[0] === side ? runs[side] : null));
  const macs = useStore((state) => (state.model.status === 'ready' ? state.model.card.macs : null));
  if (run !== null) {
    const left = secondsLeft(run);
    return (
      <div className={css.row} role="status">
        <span className={css.name}>
          {run.steps === 0 ? 'Loading images' : `Step ${run.step} of ${run.steps}`}
          {left === null ? '' : `, ~${left} s left`}
        </span>
        <Button small onClick={cancelTraining}>
          Cancel
        </Button>
      </div>
    );
  }
  if (!isMissing) return null;
  return (
    <>
      <p className={css.missing}>This browser does not have them. The same training gives the same values.</p>
      <Button onClick={() => retrain(side, weights)}>
        <RotateCw size={14} aria-hidden />
        Re-train, about {estimatedSeconds(weights, macs)} s
      </Button>
    </>
  );
}
