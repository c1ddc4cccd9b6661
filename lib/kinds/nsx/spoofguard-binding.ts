import { textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lastPart, parentPath, underPath } from './object';
import { idClaim, idGrammar } from './tags';

const namespaceUid = idGrammar('sgpm_', '_\\d+');

/** Which SpoofGuard profile a segment has: the one by which NCP lets a Pod use its own address only. */
export const spoofguardBinding = nsxKind({
  name: 'spoofguard-binding',
  type: 'SegmentSecurityProfileBindingMap',
  scope: 'cluster',
  lists: ['{segments}/segment-security-profile-binding-maps'],
  presentation: {
    singular: 'SpoofGuard binding',
    plural: 'SpoofGuard bindings',
    icon: 'lock',
    lane: null,
    facts: [
      { name: 'spoofguard', label: 'SpoofGuard profile', mono: true },
      { name: 'security', label: 'Segment security profile', mono: true },
      REALIZATION,
    ],
  },
  hides: 'SpoofGuard bindings of segments',
  project: (raw, intent) => ({
    facts: { spoofguard: lastOf(raw.spoofguard_profile_path), security: lastOf(raw.segment_security_profile_path) },
    relations: underPath('contains', parentPath(intent.path, 'segment-security-profile-binding-maps')),
    claims: idClaim(intent.owner, namespaceUid(intent.id)),
  }),
});

function lastOf(value: unknown): string | null {
  const path = textOf(value);
  return path === null ? null : lastPart(path);
}
