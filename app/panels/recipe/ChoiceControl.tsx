import { SegmentedControl, type Tone } from '../../controls/SegmentedControl';
import { Select } from '../../controls/Select';

/** Letters that fit beside each other in the narrowest column, by number of options. */
const ROOM = 33;
const ROOM_PER_OPTION = 3;

interface ChoiceControlProps {
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly help?: string }[];
  readonly onChange: (value: string) => void;
  readonly tone: Tone;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}

/** All options in sight where they fit, else a list. */
export function ChoiceControl(props: ChoiceControlProps) {
  const { tone, options, ...rest } = props;
  const letters = options.reduce((sum, option) => sum + option.label.length + ROOM_PER_OPTION, 0);
  return letters <= ROOM ? (
    <SegmentedControl {...rest} options={options} tone={tone} />
  ) : (
    <Select {...rest} options={options} />
  );
}
