import { type SourceId, unescapeKey } from '../model';

/** An NSX Manager as the settings call it. */
export const managerName = (source: SourceId): string => unescapeKey(source.slice(source.indexOf(':') + 1));
