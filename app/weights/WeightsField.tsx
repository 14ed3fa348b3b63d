import { Ellipsis, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { same } from '../../src/experiment/key';
import {
  type MadeWeights,
  type RoundedWeights,
  type Side,
  type SideId,
  onShippedWeights,
} from '../../src/experiment/spec';
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
import { roundAgain, useMaking } from './round';
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
            { label: 'Make them again', onSelect: () => makeAgain(side, weights) },
            ...(weights.kind === 'rounded' ? [roundHere(side, weights, spec)] : []),
            {
              label: 'Save as a file',
              disabled: facts === undefined || facts === 'missing',
              onSelect: () => void import('./files').then(({ saveWeights }) => saveWeights(model, weights)),
            },
          ]}
        />
      </div>
      <Progress side={side} weights={weights}>
        {facts === 'missing' && <Missing side={side} weights={weights} />}
      </Progress>
    </Field>
  );
}

function makeAgain(side: SideId, weights: MadeWeights): void {
  if (weights.kind === 'trained') retrain(side, weights);
  else void roundAgain(weights);
}

/** The same method on the grid that the recipe has by now: other bits for a layer, say. */
function roundHere(side: SideId, weights: RoundedWeights, spec: Side) {
  const here: RoundedWeights = { ...weights, under: onShippedWeights(spec) };
  return {
    label: 'Round for the present settings',
    disabled: same(here, weights),
    onSelect: () => {
      setWeights(side, here);
      void roundAgain(here);
    },
  };
}

/** How far they are made, while that goes on. */
function Progress({ side, weights, children }: WeightsFieldProps & { readonly children: ReactNode }) {
  const run = useTraining(({ queue, runs }) => (queue[0] === side ? runs[side] : null));
  const making = useMaking(
    setKey(
      useStore((state) => state.experiment.model),
      weights,
    ),
  );
  if (weights.kind === 'trained' && run !== null) {
    const text = run.steps === 0 ? 'Loading images' : `Step ${run.step} of ${run.steps}`;
    return <ProgressLine text={text} left={secondsLeft(run)} onCancel={cancelTraining} />;
  }
  if (making === null) return children;
  const { share, secondsLeft: left, controller } = making;
  return (
    <ProgressLine
      text={share === 0 ? 'Loading images' : `${Math.round(share * 100)} % rounded`}
      left={left}
      onCancel={() => controller.abort()}
    />
  );
}

interface ProgressLineProps {
  readonly text: string;
  readonly left: number | null;
  readonly onCancel: () => void;
}

function ProgressLine({ text, left, onCancel }: ProgressLineProps) {
  return (
    <div className={css.row} role="status">
      <span className={css.name}>
        {text}
        {left === null ? '' : `, ~${left} s left`}
      </span>
      <Button small onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

/** The button that makes missing weights, with how long that may take. */
function Missing({ side, weights }: WeightsFieldProps) {
  const model = useStore((state) => state.model);
  const cost = model.status === 'ready' ? { macs: model.card.macs, layers: model.layers } : null;
  const seconds = estimatedSeconds(weights, cost);
  const isTrained = weights.kind === 'trained';
  return (
    <>
      <p className={css.missing}>
        {`This browser does not have them. The same ${isTrained ? 'training' : 'rounding'} gives the same values.`}
      </p>
      <Button onClick={() => makeAgain(side, weights)}>
        <RotateCw size={14} aria-hidden />
        {`${isTrained ? 'Re-train' : 'Round again'}, about ${seconds} s`}
      </Button>
    </>
  );
}
