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

/**
 * Joins an object's claims with what answers to them. Per edge the strongest claims that are met decide; weaker ones can
 * only confirm. Names and addresses are reused, so a UID that nobody answers to is never replaced by a name.
 */
export function resolveClaims<T>(claims: readonly Claim[], answers: Answers<T>): Resolution<T> {
  const matches: Match<T>[] = [];
  let ambiguous: Resolution<T>['ambiguous'] = null;
  for (const group of byEdge(claims)) {
    const found = decide(group, answers);
    ambiguous ??= found.ambiguous;
    for (const [target, evidence] of found.targets) matches.push({ edge: found.edge, target, evidence });
  }
  return { matches, ambiguous };
}

function byEdge(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const [first] = claims;
  if (first === undefined) return [];
  if (claims.every((claim) => claim.edge === first.edge)) return [claims];
  const groups = new Map<EdgeKind, Claim[]>();
  for (const claim of claims) {
    const group = groups.get(claim.edge);
    if (group === undefined) groups.set(claim.edge, [claim]);
    else group.push(claim);
  }
  return [...groups.values()];
}

interface Decision<T> {
  readonly edge: EdgeKind;
  readonly targets: ReadonlyMap<T, Evidence[]>;
  readonly ambiguous: Resolution<T>['ambiguous'];
}

function decide<T>(claims: readonly Claim[], answers: Answers<T>): Decision<T> {
  const targets = new Map<T, Evidence[]>();
  let ambiguous: Resolution<T>['ambiguous'] = null;
  let met = false;
  for (const level of byStrength(claims)) {
    if (met) {
      for (const claim of level) confirm(targets, claim, answers);
      continue;
    }
    for (const claim of level) {
      const found = answers.find(claim.tagValue, claim.key);
      if (found.length > 1) ambiguous ??= { claim, count: found.length };
      for (const target of found) targets.set(target, [...(targets.get(target) ?? []), claim.evidence]);
    }
    met = targets.size > 0;
    if (!met && (level[0]?.strength ?? 0) >= IDENTITY_STRENGTH) break;
  }
  return { edge: claims[0]?.edge ?? 'realizes', targets, ambiguous };
}

function confirm<T>(targets: ReadonlyMap<T, Evidence[]>, claim: Claim, answers: Answers<T>): void {
  for (const [target, evidence] of targets) if (answers.confirms(target, claim.key)) evidence.push(claim.evidence);
}

/** Claims of equal strength together, strongest first. */
function byStrength(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const [first] = claims;
  if (first === undefined) return [];
  if (claims.every((claim) => claim.strength === first.strength)) return [claims];
  const levels: Claim[][] = [];
  for (const claim of [...claims].sort((a, b) => b.strength - a.strength)) {
    const last = levels.at(-1);
    if (last?.[0]?.strength === claim.strength) last.push(claim);
    else levels.push([claim]);
  }
  return levels;
}
