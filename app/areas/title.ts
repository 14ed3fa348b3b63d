import { type AreaId, HOME } from '../../src/experiment/screens/registry';
import { areaOf } from './registry';

const APP = 'Quantization Playground';

/** The title of the page on a screen; the sign of work under way that the title before began with stays. */
export function titleOf(area: AreaId, before: string): string {
  const busy = before.startsWith('… ') ? '… ' : '';
  return area === HOME ? `${busy}${APP}` : `${busy}${areaOf(area).label} · ${APP}`;
}
