import { dfwRole } from '../dfw/subjects';
import type { Entry } from './entry';

/** The ports that a segment contains. */
export function portsOn(segment: Entry): readonly Entry[] {
  return segment.out
    .filter((edge) => edge.kind === 'contains' && dfwRole(edge.to.record) === 'port')
    .map((edge) => edge.to);
}

/** The segment that contains the port. */
export function segmentOf(port: Entry): Entry | null {
  for (const edge of port.in) if (edge.kind === 'contains' && dfwRole(edge.from.record) === 'segment') return edge.from;
  return null;
}
