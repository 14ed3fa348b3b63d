import { describe, expect, it } from 'vitest';
import { calibrationNote } from './activation-words';

describe('the note on calibration images', () => {
  it('warns of one image, and of one batch', () => {
    expect(calibrationNote(1)).toMatch(/one image clips/);
    expect(calibrationNote(32)).toMatch(/one batch/);
    expect(calibrationNote(256)).not.toMatch(/batch|one image/);
  });
});
