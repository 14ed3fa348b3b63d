import css from './Select.module.css';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  /** Why this option cannot be chosen now; absent when it can. */
  readonly reason?: string | null;
}

interface SelectProps {
  readonly name: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}

/** One choice of many, in the platform's own list. */
export function Select({ name, value, options, onChange, disabled = false, describedBy }: SelectProps) {
  return (
    <span className={css.wrap}>
      <select
        className={css.select}
        aria-label={name}
        aria-describedby={describedBy}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={Boolean(option.reason)}>
            {option.reason ? `${option.label} (${option.reason})` : option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
