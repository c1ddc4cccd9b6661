import type { View } from '../view/view';

/** What of a view decides where things are. */
export type Shape = Pick<View, 'regions' | 'cards'>;
