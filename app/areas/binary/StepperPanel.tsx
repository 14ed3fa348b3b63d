import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { Stepper } from '../../charts/binary/Stepper';
import { STEPS, type StepperModel, stepText, stepperSentence, stepperTable } from '../../charts/binary/stepper-model';
import { count, fixed } from '../../charts/frame/format';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { Button, IconButton } from '../../controls/Button';
import { NumberField } from '../../controls/NumberField';
import css from './StepperPanel.module.css';
import { operandsOf, productOf, startOf } from './product';
import { type BinarySettings, set } from './settings';
import { useSlot } from './slots';

/** Time that a step stays while it plays. */
const PLAY_MS = 1400;

/** One packed product, step by step. */
export function StepperPanel({ settings }: { readonly settings: BinarySettings }) {
  const layer = useSlot('layer').value;
  const maps = useSlot('maps').value;
  const operands = useMemo(() => operandsOf(layer, maps), [layer, maps]);
  const { from, length, flipW, flipX, step } = settings;
  const total = operands?.w.length ?? 0;
  const start = startOf(operands, from);
  const model = useMemo(
    () => (operands === null ? null : productOf(operands, { from, length, flipW, flipX })),
    [operands, from, length, flipW, flipX],
  );
  const end = start + (model?.n ?? 0);
  return (
    <PanelFrame
      title="XNOR and popcount"
      caption={
        model === null || layer === null
          ? 'one packed product'
          : `filter ${count(layer.filter)}, products ${count(start)} to ${count(end - 1)} of ${count(total)}, test image ${count(settings.image)}`
      }
      summary={model === null ? 'Waiting for weights and inputs.' : stepperSentence(model)}
      status={{ status: model === null ? 'empty' : 'ready', problem: null, progress: null }}
      actions={<StepButtons step={step} />}
      table={() => (model === null ? { columns: [], rows: [] } : stepperTable(model))}
      exportName="xnor-popcount"
      fit="content"
      footer={
        <Footer settings={settings} filters={layer?.filters ?? 1} total={total} isEdited={model?.isEdited ?? false} />
      }
    >
      {({ width }) =>
        model !== null && (
          <div className={css.body}>
            <Stepper model={model} step={step} width={width} onFlip={(row, at) => flip(settings, row, at)} />
            <Result model={model} step={step} />
          </div>
        )
      }
    </PanelFrame>
  );
}

function flip(settings: BinarySettings, row: 'w' | 'x', at: number): void {
  const key = row === 'w' ? 'flipW' : 'flipX';
  const now = settings[key];
  set(key, now.includes(at) ? now.filter((other) => other !== at) : [...now, at].sort((a, b) => a - b));
}

function Result({ model, step }: { readonly model: StepperModel; readonly step: number }) {
  const { dot, floatDot, product, isEdited, wordsW, wordsX } = model;
  return (
    <div className={css.result}>
      <p className={css.equation} data-result="step">
        {stepText(model, step)}
      </p>
      {step >= 4 && (
        <p data-result="check">
          {dot === floatDot ? 'Equals' : 'Differs from'} the float product of the signs, {count(floatDot)}
          {dot === floatDot ? ': exact.' : '.'}
          {step === 5 && (
            <>
              {' '}
              The real w · x is {fixed(product, 3)}:{' '}
              {isEdited ? 'bits were turned over by hand' : 'α and K know only mean magnitudes'}.
            </>
          )}
        </p>
      )}
      {step === 1 && (
        <p className={css.words}>
          w {wordsW.join(' ')} · x {wordsX.join(' ')}
        </p>
      )}
    </div>
  );
}

/** Five discs, back and forth, and playing. */
function StepButtons({ step }: { readonly step: number }) {
  const [isPlaying, setPlaying] = useState(false);
  const advance = useEffectEvent(() => {
    if (step >= STEPS.length) setPlaying(false);
    else set('step', step + 1, { commit: false });
  });
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => advance(), PLAY_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, step]);
  /** A step chosen by the reader stays. */
  const go = (next: number) => {
    setPlaying(false);
    set('step', next);
  };
  const toggle = () => {
    if (!isPlaying && step >= STEPS.length) set('step', 1, { commit: false });
    if (isPlaying) set('step', step);
    setPlaying(!isPlaying);
  };
  return (
    <span className={css.steps}>
      {STEPS.map((name, i) => (
        <button
          key={name}
          type="button"
          className={css.disc}
          aria-pressed={step === i + 1}
          aria-label={`Step ${String(i + 1)}, ${name}`}
          title={name}
          onClick={() => go(i + 1)}
        >
          {i + 1}
        </button>
      ))}
      <IconButton label="Step back" disabled={step <= 1} onClick={() => go(step - 1)}>
        <StepBack size={15} aria-hidden />
      </IconButton>
      <IconButton label={isPlaying ? 'Pause the steps' : 'Play the steps'} onClick={toggle}>
        {isPlaying ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
      </IconButton>
      <IconButton label="Step forward" disabled={step >= STEPS.length} onClick={() => go(step + 1)}>
        <StepForward size={15} aria-hidden />
      </IconButton>
    </span>
  );
}

interface FooterProps {
  readonly settings: BinarySettings;
  readonly filters: number;
  readonly total: number;
  readonly isEdited: boolean;
}

function Footer({ settings, filters, total, isEdited }: FooterProps) {
  const field = (key: 'filter' | 'from' | 'length', label: string, min: number, max: number) => (
    <span className={css.field}>
      <span aria-hidden>{label}</span>
      <NumberField
        name={label}
        value={Math.min(settings[key], max)}
        range={{ min, max, integer: true }}
        step={1}
        onCommit={(value) => set(key, value)}
      />
    </span>
  );
  return (
    <div className={css.footer}>
      {field('filter', 'Filter', 0, Math.max(filters - 1, 0))}
      {field('from', 'From', 0, Math.max(total - 1, 0))}
      {field('length', 'Length', 1, 64)}
      <Button
        small
        disabled={!isEdited}
        onClick={() => {
          set('flipW', [], { commit: false });
          set('flipX', []);
        }}
      >
        Real bits
      </Button>
      <span className={css.hint}>Click a bit to turn it over.</span>
    </div>
  );
}
