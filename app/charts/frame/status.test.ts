import { describe, expect, it } from 'vitest';
import { type PanelStatus, isOutdated, panelStatus } from './status';

const at = (status: PanelStatus['status']): PanelStatus => ({ status, problem: null, progress: null });

describe('panelStatus', () => {
  it('takes the worst of several results', () => {
    expect(panelStatus(at('ready'), at('precomputed')).status).toBe('precomputed');
    expect(panelStatus(at('stale'), at('failed')).status).toBe('failed');
    expect(panelStatus(at('ready'), at('ready')).status).toBe('ready');
    expect(panelStatus().status).toBe('empty');
  });

  it('knows when the drawing is older than the settings', () => {
    expect(isOutdated(at('running'))).toBe(true);
    expect(isOutdated({ ...at('running'), partial: true })).toBe(false);
    expect(isOutdated(at('precomputed'))).toBe(false);
  });
});
