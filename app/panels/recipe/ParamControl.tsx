import type { Param, ParamValue } from '../../../src/params/param';
import { Button } from '../../controls/Button';
import { NumberField } from '../../controls/NumberField';
import type { Tone } from '../../controls/SegmentedControl';
import { SliderField } from '../../controls/SliderField';
import { Switch } from '../../controls/Switch';
import { ChoiceControl } from './ChoiceControl';
import { PresetNumber } from './PresetNumber';

/** Usual values of whole-number parameters that have some. */
const PRESETS: Readonly<Record<string, readonly number[]>> = {
  bits: [2, 3, 4, 5, 6, 8],
  groupSize: [8, 16, 32, 64, 128],
};

interface ParamControlProps {
  readonly id: string;
  readonly param: Param;
  readonly value: ParamValue;
  readonly onChange: (value: ParamValue, options?: { commit?: boolean }) => void;
  readonly tone: Tone;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}

/** The control that a parameter's description asks for. */
export function ParamControl({ id, param, value, onChange, tone, disabled = false, describedBy }: ParamControlProps) {
  const common = { name: param.label, disabled, describedBy };
  switch (param.kind) {
    case 'integer': {
      const number = typeof value === 'number' ? value : param.default;
      const presets = PRESETS[id];
      if (presets)
        return (
          <PresetNumber {...common} param={param} presets={presets} value={number} tone={tone} onChange={onChange} />
        );
      return (
        <NumberField
          {...common}
          value={number}
          range={{ min: param.min, max: param.max, integer: true }}
          step={1}
          onCommit={onChange}
        />
      );
    }
    case 'number':
      return (
        <SliderField
          {...common}
          value={typeof value === 'number' ? value : param.default}
          range={{ min: param.min, max: param.max, integer: false }}
          step={param.step}
          initial={param.default}
          tone={tone}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <ChoiceControl {...common} value={String(value)} options={param.options} tone={tone} onChange={onChange} />
      );
    case 'boolean':
      return (
        <Switch
          label={param.label}
          on={value === true}
          disabled={disabled}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    case 'numbers':
      return (
        <NumberList
          values={Array.isArray(value) ? (value as readonly number[]) : []}
          disabled={disabled}
          onClear={() => onChange(param.default)}
        />
      );
  }
}

/** Lists are edited where they are drawn; here they can be counted and cleared. */
function NumberList({
  values,
  disabled,
  onClear,
}: {
  readonly values: readonly number[];
  readonly disabled: boolean;
  readonly onClear: () => void;
}) {
  if (values.length === 0) return <p className="ink3">None placed by hand.</p>;
  return (
    <Button small disabled={disabled} onClick={onClear}>
      {`Clear ${values.length} placed by hand`}
    </Button>
  );
}
