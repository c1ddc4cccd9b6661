import type { PortSubject, Tagged } from '../dfw/evaluate';
import { dfwRole, toTagged } from '../dfw/subjects';
import type { Tag } from '../model';
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

const NO_TAGS: readonly Tag[] = [];

/** A port as groups see it. Its segment is searched when a condition asks for it, which few do. */
export class SeenPort implements PortSubject {
  readonly path: string;
  readonly name: string;
  /** Undefined until it is asked for. */
  private found: Tagged | null | undefined;
  constructor(
    private readonly entry: Entry,
    readonly tags: readonly Tag[] = entry.record.node.tags ?? NO_TAGS,
  ) {
    const { key, name } = entry.record.node;
    this.path = key;
    this.name = name;
  }

  get segment(): Tagged | null {
    if (this.found === undefined) {
      const segment = segmentOf(this.entry);
      this.found = segment === null ? null : toTagged(segment.record);
    }
    return this.found;
  }
}
