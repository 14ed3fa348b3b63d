import { CAPS } from '../../src/experiment/assignment';
import text from '../controls/TextLine.module.css';
import css from './NameField.module.css';

interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  readonly onChange: (name: string) => void;
}

/** The name of a student, which an answer link carries where one is given. */
export function NameField({ label, name, onChange }: NameFieldProps) {
  return (
    <label className={css.name}>
      <span>{label}</span>
      <input
        className={text.line}
        value={name}
        maxLength={CAPS.name}
        autoComplete="name"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
