export interface Shortcut {
  /** Keys as shown to the reader. */
  readonly keys: readonly string[];
  readonly does: string;
}

/** Everything the keyboard does, in the groups of the shortcut sheet. */
export const SHORTCUTS: readonly { readonly group: string; readonly entries: readonly Shortcut[] }[] = [
  {
    group: 'Compare A and B',
    entries: [
      { keys: ['1'], does: 'Charts show A only' },
      { keys: ['2'], does: 'Charts show both' },
      { keys: ['3'], does: 'Charts show B only' },
      { keys: ['S'], does: 'Swap A and B' },
      { keys: ['C'], does: 'Copy recipe A to B' },
    ],
  },
  {
    group: 'Screens',
    entries: [{ keys: [',', '.'], does: 'Screen before, screen after' }],
  },
  {
    group: 'History',
    entries: [
      { keys: ['U', 'Ctrl Z'], does: 'Undo the last change' },
      { keys: ['Ctrl Shift Z', 'Ctrl Y'], does: 'Redo' },
    ],
  },
  {
    group: 'In controls and charts',
    entries: [
      { keys: ['Tab'], does: 'Next control, chart or handle' },
      { keys: ['←', '→'], does: 'One step; the option beside' },
      { keys: ['Shift ←', 'Shift →'], does: 'Ten steps' },
      { keys: ['Enter'], does: 'Take over a typed number' },
      { keys: ['Esc'], does: 'Take back a typed number; close a menu or dialog' },
    ],
  },
  { group: 'Help', entries: [{ keys: ['?'], does: 'This list' }] },
];
