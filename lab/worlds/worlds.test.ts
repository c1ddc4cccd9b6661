import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { makeWorld, worldNames } from './index';
import { wholeWorld } from './whole';

const manifests = join(import.meta.dirname, 'pandora/manifests');

describe.each(worldNames)('world %s', (name) => {
  const world = makeWorld(name);
  if (world === undefined) throw new Error(`no world ${name}`);
  const whole = wholeWorld(world);

  test('is the same each time it is made', () => {
    const again = makeWorld(name);
    if (again === undefined) throw new Error(`no world ${name}`);
    expect(wholeWorld(again)).toEqual(whole);
    expect(again.title).toBe(world.title);
    expect(world.name).toBe(name);
  });

  test('names every NSX path and every Kubernetes object once', () => {
    const paths = whole.nsx.flatMap((object) => object.path ?? []);
    expect(new Set(paths).size).toBe(paths.length);
    for (const objects of Object.values(whole.clusters)) {
      const keys = objects.map(({ kind, metadata }) => {
        const { namespace, name: own } = Object(metadata);
        return `${kind}/${namespace ?? ''}/${own}`;
      });
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('gives each cluster node a machine with its BIOS UUID, and for NCP exactly one tagged port with its VIF', () => {
    for (const cluster of world.clusters) {
      for (const node of (whole.clusters[cluster.name] ?? []).filter((object) => object.kind === 'Node')) {
        const own = Object(node.metadata).name;
        const bios = String(Object(node.spec).providerID).replace('vsphere://', '');
        const machine = whole.nsx.find((object) => Object(object).compute_ids?.includes(`biosUuid:${bios}`));
        expect(machine).toMatchObject({ display_name: own });
        if (cluster.agent === 'operator') continue;
        const ports = whole.nsx.filter((object) => {
          const tags: { scope: string; tag: string }[] = Object(object).tags ?? [];
          const has = (wanted: string, tag: string) =>
            tags.some((entry) => entry.scope === wanted && entry.tag === tag);
          return has('ncp/node_name', own) && has('ncp/cluster', cluster.tagValue);
        });
        expect(ports).toHaveLength(1);
        const vif = whole.nsx.find((object) => object.lport_attachment_id === Object(ports[0]?.attachment).id);
        expect(vif?.owner_vm_id).toBe(machine?.external_id);
      }
    }
  });

  test('refers to no NSX object it does not have, what every manager has aside', () => {
    const known = new Set(whole.nsx.flatMap((object) => (typeof object.path === 'string' ? [object.path] : [])));
    const builtIn = /^\/infra\/(domains\/default|services\/|sites\/default)/;
    const text = JSON.stringify(whole.nsx, (key, value) => (key === 'path' ? undefined : value));
    const mentioned = [...text.matchAll(/"(\/(?:infra|orgs)\/[^"]+)"/g)].flatMap((match) => match[1] ?? []);
    expect(mentioned.filter((path) => !known.has(path) && !builtIn.test(path))).toEqual([]);
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
