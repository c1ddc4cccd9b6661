import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { makeWorld, worldNames } from './index';

const manifests = join(import.meta.dirname, 'pandora/manifests');

describe.each(worldNames)('world %s', (name) => {
  const world = makeWorld(name);

  test('is the same each time it is made', () => {
    expect(makeWorld(name)).toEqual(world);
    expect(world?.name).toBe(name);
  });

  test('names every NSX path and every Kubernetes object once', () => {
    const paths = world?.nsx.flatMap((object) => object.path ?? []) ?? [];
    expect(new Set(paths).size).toBe(paths.length);
    for (const cluster of world?.clusters ?? []) {
      const keys = cluster.objects.map(({ kind, metadata }) => {
        const { namespace, name: own } = Object(metadata);
        return `${kind}/${namespace ?? ''}/${own}`;
      });
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('gives each cluster node exactly one tagged port whose VIF belongs to a machine with its BIOS UUID', () => {
    for (const cluster of world?.clusters ?? []) {
      for (const node of cluster.objects.filter((object) => object.kind === 'Node')) {
        const own = Object(node.metadata).name;
        const ports = (world?.nsx ?? []).filter((object) => {
          const tags: { scope: string; tag: string }[] = Object(object).tags ?? [];
          const has = (scope: string, tag: string) => tags.some((entry) => entry.scope === scope && entry.tag === tag);
          return has('ncp/node_name', own) && has('ncp/cluster', cluster.tagValue);
        });
        expect(ports).toHaveLength(1);
        const vif = world?.nsx.find((object) => object.lport_attachment_id === Object(ports[0]?.attachment).id);
        const machine = world?.nsx.find(
          (object) => object.external_id === vif?.owner_vm_id && object.compute_ids !== undefined,
        );
        const bios = String(Object(node.spec).providerID).replace('vsphere://', '');
        expect(machine?.compute_ids).toContain(`biosUuid:${bios}`);
      }
    }
  });

  test('refers to no NSX object it does not have, the built-in domain aside', () => {
    const known = new Set(world?.nsx.flatMap((object) => (typeof object.path === 'string' ? [object.path] : [])));
    const text = JSON.stringify(world?.nsx);
    const mentioned = [...text.matchAll(/"(\/infra\/[^"]+)"/g)].flatMap((match) => match[1] ?? []);
    expect(mentioned.filter((path) => !known.has(path))).toEqual([]);
  });
});

test('pandora has six namespaces and three nodes, so that the next namespace gets the seventh subnet', () => {
  const objects = makeWorld('pandora')?.clusters[0]?.objects ?? [];
  expect(objects.filter((object) => object.kind === 'Namespace')).toHaveLength(6);
  expect(objects.filter((object) => object.kind === 'Node')).toHaveLength(3);
});

test('the manifests of the story parse, and each Service selects the Pods of a Deployment', () => {
  const documents = readdirSync(manifests).flatMap((file) =>
    parseAllDocuments(readFileSync(join(manifests, file), 'utf8')).map((document) => document.toJS()),
  );
  const templates = documents
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ spec }) => spec.template.metadata.labels);
  const services = documents.filter(({ kind }) => kind === 'Service');
  expect(services).toHaveLength(3);
  for (const { spec } of services) expect(templates).toContainEqual(spec.selector);
});
