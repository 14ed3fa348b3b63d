import { useMemo } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { Size } from '../../charts/frame/useSize';
import { Cloud } from '../../charts/mixed/Cloud';
import { type CloudInput, cloudModel, cloudSentence, cloudTable } from '../../charts/mixed/cloud-model';
import { mixedScreen } from '../../../src/experiment/screens/mixed';
import { policyKey, type Policy } from '../../../src/search/policy';
import { policyCost } from '../../../src/search/task';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { Select } from '../../controls/Select';
import { count } from '../../controls/format';
import { useStore } from '../../store/store';
import { toast } from '../../store/toasts';
import css from './MixedScreen.module.css';
import { baseOf, openPolicy } from './policy';
import { budgetOf } from './runs';
import { type MixedSettings, setMixed } from './settings';
import { useCloud, useOwnPolicy } from './shown';
import type { Ground } from './facts';
import { AXES, writeCost } from './words';

interface CloudPanelProps {
  readonly ground: Ground;
  readonly settings: MixedSettings;
  readonly isCurrent: boolean;
}

/** Every policy that was scored by accuracy and cost, with uniform ones as baseline. */
export function CloudPanel({ ground, settings, isCurrent }: CloudPanelProps) {
  const { task, policies, points } = useCloud(ground, settings);
  const a = useStore((state) => state.experiment.a);
  const own = useOwnPolicy(ground);
  const { axis, measure, machine } = settings;
  const { label, unit } = AXES[axis];
  const input = useMemo((): Omit<CloudInput, 'size'> => {
    const policy = own?.policy ?? null;
    const accuracy = own?.accuracy ?? null;
    return {
      points: points.map((point) => ({ ...point, cost: point.cost / unit })),
      b:
        policy === null || accuracy === null
          ? null
          : { from: 'B', policy: policyKey(policy), cost: policyCost(task, policy) / unit, accuracy },
      budget: axis === measure ? budgetOf(settings, ground, baseOf(a), machine).budget / unit : null,
      axis: label,
    };
  }, [points, own, task, unit, label, axis, measure, settings, ground, a, machine]);
  return (
    <PanelFrame
      title="Accuracy against cost"
      caption={`%, ${count(ground.images)} search images`}
      summary={cloudSentence(input)}
      status={{ status: isCurrent ? 'ready' : 'stale', problem: null, progress: null }}
      actions={
        <>
          <span className={css.narrow}>
            <Select
              name="Cost on the axis"
              value={axis}
              options={mixedScreen.axis.options}
              onChange={(value) => setMixed('axis', value)}
            />
          </span>
          {points.length > 0 && (
            <span className={css.wide}>
              <ProvenanceBadge kind="measured" />
            </span>
          )}
        </>
      }
      table={() => cloudTable(input)}
      exportName="policies"
      footer={
        <p className={css.legend}>
          grey: random and other searches · dashes: agent · blue: uniform · black: best of all
        </p>
      }
    >
      {(size) => <Body input={input} policies={policies} axis={axis} size={size} />}
    </PanelFrame>
  );
}

interface BodyProps {
  readonly input: Omit<CloudInput, 'size'>;
  readonly policies: readonly Policy[];
  readonly axis: MixedSettings['axis'];
  readonly size: Size;
}

function Body({ input, policies, axis, size }: BodyProps) {
  const model = useMemo(() => cloudModel({ ...input, size }), [input, size]);
  if (model === null) return <p className={css.empty}>Uniform policies are being scored.</p>;
  const open = (index: number): void => {
    const policy = policies[index];
    if (policy === undefined) return;
    openPolicy(policy);
    toast('Opened this policy as B.', true);
  };
  return (
    <Cloud
      model={model}
      points={input.points}
      onOpen={open}
      write={(cost) => writeCost(axis, cost * AXES[axis].unit)}
    />
  );
}
