import type { GroupSubject, PortSubject, Tagged } from './evaluate';
import { kindNamed, type NsxKind } from '../kinds';
import type { GroupDetail } from '../kinds/nsx/group';
import type { ObjectRecord } from '../model';

/** What the distributed firewall sees in an object; null when it sees nothing. */
export function dfwRole({ node }: ObjectRecord): NsxKind['dfw'] {
  const kind = kindNamed(node.kind);
  return kind?.plane === 'nsx' ? kind.dfw : null;
}

/** Path, name and tags of an NSX object. */
export function toTagged({ node }: ObjectRecord): Tagged {
  return { path: node.key, name: node.name, tags: node.tags ?? [] };
}

/** A port with the segment it is on, as groups see it. */
export function toPort(record: ObjectRecord, segment: ObjectRecord | null): PortSubject {
  const { node } = record;
  return {
    path: node.key,
    name: node.name,
    tags: node.tags ?? [],
    segment: segment === null ? null : toTagged(segment),
  };
}

/** A group with its expression, as others that nest it see it. */
export function toGroup(record: ObjectRecord): GroupSubject {
  const detail = record.detail as GroupDetail; // records of role `group` are only made by the kind, with this detail
  return { ...toTagged(record), expression: detail.expression };
}
