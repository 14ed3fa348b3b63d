import type { Step } from '../../src/course/step';
import { noteOwn } from './store';
import { OneWeightToy } from './toys/OneWeightToy';
import { WorkedPaper } from './worked/WorkedPaper';

/** What a step brings along beside the screen: sheets to be filled in, a toy to be run. */
export function Tools({ step: { worked, toy } }: { readonly step: Step }) {
  return (
    <>
      {toy === 'one-weight' && <OneWeightToy />}
      {worked !== undefined && (
        <WorkedPaper
          examples={worked}
          onRight={(sheet, filled) => noteOwn('paper', { kind: 'paper', key: sheet, sheet, filled })}
        />
      )}
    </>
  );
}
