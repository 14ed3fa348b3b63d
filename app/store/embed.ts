const search = typeof location === 'undefined' ? '' : location.search;

/**
 * `?embed` in the address: the page stands in the frame of another one. '' for the whole screen, else the name of the panel
 * that is shown alone; null for a page of its own. Decided once: a frame is opened with its address.
 */
export const EMBED: string | null = new URLSearchParams(search).get('embed');
