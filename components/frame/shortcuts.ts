/** Every key that does something, as the help dialog lists it. */
export const SHORTCUTS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K or /', 'Search everything: names, addresses, networks, tags, labels, UIDs, paths'],
      ['?', 'This list'],
    ],
  },
  {
    title: 'On the map',
    keys: [
      ['Tab', 'Move to the next card'],
      ['← →', 'Follow the path to the card before or behind'],
      ['↑ ↓', 'Move to the card above or below'],
      ['Enter', 'Select; on a selected card, open it'],
      ['Esc', 'Clear the selection'],
      ['+ −', 'Zoom in and out'],
      ['0', 'Zoom to 100 %'],
      ['f', 'Fit the whole map'],
      ['r', 'Arrange anew; until then nothing moves'],
      ['m', 'What else can be done with the card'],
      ['c', 'Pin the card to compare, or take it off'],
      ['t, g', 'Show the table, show the graph'],
      ['p', 'Pause and resume'],
    ],
  },
  {
    title: 'With the mouse',
    keys: [
      ['Click', 'Select and show the facts'],
      ['Double click', 'Open: a Pod its page, a namespace its own map, a folded card its content'],
      ['Right click', 'What else can be done with it'],
      ['Wheel, drag', 'Zoom, move'],
      ['Shift or Ctrl, drag', 'Zoom to the box that is drawn'],
    ],
  },
];

/** Whether a key belongs to a field, a menu or a dialog, and not to the page; keys with Ctrl, Alt or Meta never do. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="dialog"]') !== null;
}
