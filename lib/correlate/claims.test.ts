import { describe, expect, it } from 'vitest';
import type { Claim } from '@/lib/model';
import { evidenceWords, resolveClaims, sortEvidence } from './index';

const claim = (key: string, strength: number, edge: Claim['edge'] = 'realizes'): Claim => ({
  edge,
  tagValue: 'pandora',
  key,
  evidence: { by: 'uid', field: `strength ${strength}`, uid: key },
  strength,
});

/** Objects by the keys that they answer to. */
function resolve(claims: readonly Claim[], objects: Readonly<Record<string, readonly string[]>>) {
  return resolveClaims<string>(claims, {
    find: (_, key) => Object.keys(objects).filter((name) => objects[name]?.includes(key)),
    confirms: (name, key) => objects[name]?.includes(key) ?? false,
  });
}

describe('resolveClaims', () => {
  it('lets the strongest claim that is met decide, and weaker ones confirm it', () => {
    const { matches } = resolve([claim('uid', 60), claim('name', 50), claim('other', 40)], {
      pod: ['uid', 'name'],
      else: ['other'],
    });
    expect(matches).toMatchObject([{ target: 'pod', evidence: [{ uid: 'uid' }, { uid: 'name' }] }]);
  });

  it('takes claims in any order', () => {
    const found = resolve([claim('name', 50), claim('uid', 60)], { pod: ['uid'], successor: ['name'] });
    expect(found.matches).toMatchObject([{ target: 'pod', evidence: [{ uid: 'uid' }] }]);
  });

  it('falls back to a weaker claim where a hint is unmet', () => {
    expect(resolve([claim('hint', 60), claim('name', 50)], { pod: ['name'] }).matches).toMatchObject([
      { target: 'pod' },
    ]);
  });

  it('never replaces an unmet UID by a name: names are reused', () => {
    expect(resolve([claim('gone', 100), claim('name', 50)], { successor: ['name'] }).matches).toEqual([]);
  });

  it('tells when several objects answer to one claim, and joins them all', () => {
    const found = resolve([claim('uid', 100)], { a: ['uid'], b: ['uid'] });
    expect(found.ambiguous?.count).toBe(2);
    expect(found.matches.map((match) => match.target)).toEqual(['a', 'b']);
  });

  it('decides each edge by itself, and lets equal claims of one edge all hold', () => {
    const claims = [claim('uid', 100), claim('10.0.0.1', 20, 'backs'), claim('10.0.0.2', 20, 'backs')];
    const { matches } = resolve(claims, { a: ['10.0.0.1'], b: ['10.0.0.2'] });
    expect(matches.map(({ edge, target }) => [edge, target])).toEqual([
      ['backs', 'a'],
      ['backs', 'b'],
    ]);
  });
});

describe('evidence', () => {
  it('is listed strongest first, each piece once', () => {
    const tag = { by: 'tag', scope: 'ncp/pod_uid', tag: 'u' } as const;
    const inferred = { by: 'inferred', reason: 'r' } as const;
    const path = { by: 'path', field: 'f', path: '/p' } as const;
    expect(sortEvidence([inferred, path, tag, path])).toEqual([tag, path, inferred]);
    expect(sortEvidence([path, path])).toEqual([path]);
    expect(sortEvidence([tag, path, inferred])).toEqual([tag, path, inferred]);
  });

  it('is told in words that name the tag', () => {
    expect(evidenceWords({ by: 'tag', scope: 'ncp/pod_uid', tag: 'u' })).toBe('by tag ncp/pod_uid');
    expect(evidenceWords({ by: 'tag', scope: 'secgroup', tag: 'web' })).toBe('by tag secgroup | web');
  });
});
