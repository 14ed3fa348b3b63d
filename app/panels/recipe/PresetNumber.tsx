import type { IntegerParam } from '../../../src/params/param';
import { NumberField } from '../../controls/NumberField';
import { SegmentedControl, type Tone } from '../../controls/SegmentedControl';
import css from './PresetNumber.module.css';

interface PresetNumberProps {
  readonly name: string;
  readonly param: IntegerParam;
  readonly presets: readonly number[];
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly tone: Tone;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}

/** A whole number: the usual values in sight, any other typed. */
export function PresetNumber({
  name,
  param,
  presets,
  value,
  onChange,
  tone,
  disabled = false,
  describedBy,
}: PresetNumberProps) {
  const options = presets
    .filter((n) => n >= param.min && n <= param.max)
    .map((n) => ({ value: String(n), label: String(n) }));
  return (
    <div className={css.row}>
      <SegmentedControl
        name={name}
        value={String(value)}
        options={options}
        tone={tone}
        disabled={disabled}
        describedBy={describedBy}
        onChange={(next) => onChange(Number(next))}
      />
      <NumberField
        name={`${name}, typed`}
        value={value}
        range={{ min: param.min, max: param.max, integer: true }}
        step={1}
        disabled={disabled}
        write={value < param.min ? () => '–' : String}
        onCommit={onChange}
      />
    </div>
  );
}
