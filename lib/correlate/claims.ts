import type { Claim, EdgeKind, Evidence } from '../model';

/** From this strength on a claim names one object for good: while it is unmet no weaker claim of its edge holds. */
export const IDENTITY_STRENGTH = 90;

/** The graph as claims see it. */
export interface Answers<T> {
  /** The Kubernetes objects that answer to the key in the cluster(s) that the tag value means. */
  find(tagValue: string | null, key: string): readonly T[];
  /** Whether an object found by another claim answers to this key too, which makes the claim one more piece of evidence. */
  confirms(candidate: T, key: string): boolean;
}

/** One edge that claims give, with all the evidence that holds. */
export interface Match<T> {
  readonly edge: EdgeKind;
  readonly target: T;
  readonly evidence: readonly Evidence[];
}

/** What became of an object's claims. */
export interface Resolution<T> {
  readonly matches: readonly Match<T>[];
  /** A claim that several objects answer to, and how many. */
  readonly ambiguous: { readonly claim: Claim; readonly count: number } | null;
}

interface Growing<T> extends Match<T> {
  readonly evidence: Evidence[];
}

/**
 * Joins an object's claims with what answers to them. Per edge the strongest claims that are met decide; weaker ones can
 * only confirm. Names and addresses are reused, so a UID that nobody answers to is never replaced by a name.
 */
export function resolveClaims<T>(claims: readonly Claim[], answers: Answers<T>): Resolution<T> {
  const [first] = claims;
  if (first === undefined) return { matches: [], ambiguous: null };
  if (claims.every((claim) => claim.edge === first.edge)) return decide(claims, answers);
  const matches: Match<T>[] = [];
  let ambiguous: Resolution<T>['ambiguous'] = null;
  for (const group of byEdge(claims)) {
    const found = decide(group, answers);
    ambiguous ??= found.ambiguous;
    matches.push(...found.matches);
  }
  return { matches, ambiguous };
}

function byEdge(claims: readonly Claim[]): Iterable<readonly Claim[]> {
  const groups = new Map<EdgeKind, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.edge);
    if (group === undefined) groups.set(claim.edge, [claim]);
    else group.push(claim);
  }
  return groups.values();
}

/** What claims of one edge give. */
function decide<T>(claims: readonly Claim[], answers: Answers<T>): Resolution<T> {
  const matches: Growing<T>[] = [];
  let ambiguous: Resolution<T>['ambiguous'] = null;
  let met = false;
  let strength = Number.POSITIVE_INFINITY;
  for (const claim of strongestFirst(claims)) {
    if (claim.strength < strength) {
      met = matches.length > 0;
      if (!met && strength >= IDENTITY_STRENGTH && strength < Number.POSITIVE_INFINITY) break;
      strength = claim.strength;
    }
    if (met) {
      for (const { target, evidence } of matches)
        if (answers.confirms(target, claim.key)) evidence.push(claim.evidence);
      continue;
    }
    const found = answers.find(claim.tagValue, claim.key);
    if (found.length > 1) ambiguous ??= { claim, count: found.length };
    for (const target of found) meet(matches, claim, target);
  }
  return { matches, ambiguous };
}

function meet<T>(matches: Growing<T>[], { edge, evidence }: Claim, target: T): void {
  for (const match of matches) {
    if (match.target !== target) continue;
    match.evidence.push(evidence);
    return;
  }
  matches.push({ edge, target, evidence: [evidence] });
}

/** Kinds mostly state their claims in this order already. */
function strongestFirst(claims: readonly Claim[]): readonly Claim[] {
  let last = Number.POSITIVE_INFINITY;
  for (const { strength } of claims) {
    if (strength > last) return [...claims].sort((a, b) => b.strength - a.strength);
    last = strength;
  }
  return claims;
}
