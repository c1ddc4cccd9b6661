import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { EDGE_KINDS } from '@/lib/model';
import { graphNodeSchema } from '@/lib/wire';
import { presentedFactSchema } from '@/lib/wire/details';
import { createTopology } from '@/lib/topology';
import { KUBERNETES, NSX, upsert } from '@/tests/support/builders';
import { SAMPLES } from '@/tests/support/samples';
import { type Kind, KINDS, kindNamed, kubernetesKinds, type NsxKind, nsxKinds } from './index';
import { lbPool } from './nsx/lb-pool';

const all: readonly Kind[] = KINDS;
const context = (kind: Kind) =>
  kind.plane === 'nsx' ? { source: NSX, sourceName: 'lab' } : { source: KUBERNETES, sourceName: 'pandora' };

function parsed(kind: Kind, raw: unknown = SAMPLES[kind.name]) {
  const result = kind.parse(raw, context(kind));
  if (!result.ok) throw new Error(result.problem);
  return result.record;
}

describe('the kinds together', () => {
  it('have unique names, and none is of two planes', () => {
    expect(new Set(all.map((kind) => kind.name)).size).toBe(all.length);
    expect(kubernetesKinds().length + nsxKinds().length).toBe(all.length);
    for (const kind of all) expect(kindNamed(kind.name)).toBe(kind);
  });

  it('have a sample each', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(all.map((kind) => kind.name).sort());
  });

  it('read every NSX resource type once', () => {
    const types = nsxKinds().flatMap((kind) => kind.read.resourceTypes);
    expect(new Set(types).size).toBe(types.length);
  });
});

describe.each(all.map((kind): [string, Kind] => [kind.name, kind]))('kind %s', (_, kind) => {
  it('reads its sample into a node that the wire accepts', () => {
    const { node, relations, claims } = parsed(kind);
    expect(graphNodeSchema.parse(node)).toEqual(node);
    expect(node.issues).toEqual([]);
    expect(node).toMatchObject({ kind: kind.name, type: kind.type, plane: kind.plane });
    expect(node.id).not.toContain('/');
    for (const { edge, evidence } of [...relations, ...claims]) {
      expect(EDGE_KINDS).toContain(edge);
      expect(evidence.by).toBeTypeOf('string');
    }
  });

  it('reads the same object the same way twice, and leaves it as it was', () => {
    const before = structuredClone(SAMPLES[kind.name]);
    expect(parsed(kind)).toEqual(parsed(kind));
    expect(SAMPLES[kind.name]).toEqual(before);
  });

  it('is not disturbed by fields it does not know', () => {
    expect(parsed(kind, { ...SAMPLES[kind.name], newIn99: { deep: [1] } })).toEqual(parsed(kind));
  });

  it('is presented in full: words, icon, labels, a line where there is a card, only facts it makes', () => {
    const { presentation, hides } = kind;
    const { facts } = parsed(kind).node;
    expect(
      [presentation.singular, presentation.plural, presentation.icon, hides].every((text) => text.length > 0),
    ).toBe(true);
    expect(presentation.facts.filter(({ name }) => !(name in facts))).toEqual([]);
    expect(presentation.facts.every(({ label }) => label !== '')).toBe(true);
    if (presentation.lane !== null) expect(presentation.line?.(parsed(kind).node)).toBeTypeOf('string');
  });

  it('never throws, whatever it is given, and keeps the key of what it cannot use', () => {
    const sample = fc.constant(SAMPLES[kind.name] ?? {});
    const spoiled = fc
      .record({ sample, at: fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), value: fc.jsonValue() })
      .map(({ sample: raw, at, value }) => spoil(structuredClone(raw), at, value));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue(), spoiled, spoiled), (raw) => {
        const result = kind.parse(raw, context(kind));
        if (!result.ok) expect(result.problem).not.toBe('');
        else expect(graphNodeSchema.safeParse(result.record.node).success).toBe(true);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('what is asked of NSX about one object', () => {
  const topology = createTopology({ clusters: [] });
  topology.apply(
    Object.entries(SAMPLES).map(([name, raw]) => upsert(name, raw)),
    1,
  );

  it.each(nsxKinds().map((kind): [string, NsxKind] => [kind.name, kind]))('%s: any answer can be read', (_, kind) => {
    const reads = kind.live(parsed(kind).node, topology.graph);
    if (!kind.read.listOnly) expect(reads.length).toBeGreaterThan(0);
    for (const { what, path, facts } of reads) {
      expect(what).not.toBe('');
      expect(path).toMatch(/^\/(infra|orgs)\/[^?]*$/);
      expect(facts({})).toEqual([]);
      const rows = fc.record({
        results: fc.array(fc.jsonValue()),
        members: fc.jsonValue(),
        attachment: fc.jsonValue(),
      });
      fc.assert(
        fc.property(fc.oneof(rows, fc.dictionary(fc.string(), fc.jsonValue())), (answer) => {
          for (const fact of facts(answer)) presentedFactSchema.parse({ mono: false, ...fact });
        }),
        { seed: 7, numRuns: 40 },
      );
    }
  });

  it('leads to a pool over the virtual servers before it and their LB service', () => {
    const kind = lbPool;
    expect(kind.live(parsed(kind).node, topology.graph).map(({ path }) => path)).toContain(
      '/infra/lb-services/l/lb-pools/p/detailed-status',
    );
  });
});

/** Replaces the value that the steps lead to, by position at each level. */
function spoil(value: unknown, steps: readonly number[], replacement: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  const inner: unknown = (value as Record<string, unknown>)[key]; // an object or array, indexed by its own key
  return Object.assign(Array.isArray(value) ? [...value] : { ...value }, {
    [key]: rest.length === 0 ? replacement : spoil(inner, rest, replacement),
  });
}

test('one bad field costs that field alone, and is told', () => {
  const kind = kindNamed('segment');
  if (kind === undefined) throw new Error('no kind segment');
  const record = parsed(kind, {
    ...SAMPLES.segment,
    connectivity_path: 7,
    subnets: [{ gateway_address: '10.0.6.1/24', network: 5 }],
  });
  expect(record.node.facts).toMatchObject({ gateway: ['10.0.6.1/24'], network: ['10.0.6.0/24'] });
  expect(record.node.issues.map((issue) => issue.split(':')[0])).toEqual(['connectivity_path', 'subnets.0.network']);
});
