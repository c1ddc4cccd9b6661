/**
 * Raw objects of a synthetic estate, as the two APIs would send them, deterministic by seed. Sizes follow real lists: a Pod is
 * about 4.7 kB of JSON with its managedFields, a segment port about 1 kB.
 */
export { type FleetSize, namespaceName, namespaceOf, podUid, SIZES } from './estate';
export { rawNamespace, rawPod } from './kubernetes';
export { ADMIN_GROUPS, rawPolicyGroup, rawPort, rawSegment, rawTier0, rawTier1 } from './nsx';
export { POLICIES, rawDefaultPolicy, rawPolicies } from './policies';
