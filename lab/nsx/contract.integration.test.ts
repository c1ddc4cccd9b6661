import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type AnySchemaObject, Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asObjects, asText, isObject, type Json, type JsonObject } from './json';
import { ncpObjects } from './testing/ncp-objects';
import { startBed, type TestBed, until } from './testing/client';

const folder = resolve(process.cwd(), '../shared/contract');
const present = existsSync(resolve(folder, 'nsx-policy-4.2.0.schema.json'));

interface Operation {
  readonly method: string;
  readonly url: string;
  readonly response: string;
}

interface Contract {
  readonly operations: readonly { readonly operation: Operation; readonly pattern: RegExp }[];
  readonly definitions: Readonly<Record<string, AnySchemaObject>>;
  validator(name: string): ValidateFunction | undefined;
}

function loadContract(part: 'policy' | 'manager'): Contract {
  // Both files are the product of one generator; the shapes used here are described in its README.
  const schema = JSON.parse(readFileSync(resolve(folder, `nsx-${part}-4.2.0.schema.json`), 'utf8')) as {
    $defs: Record<string, AnySchemaObject>;
  };
  const raw = JSON.parse(readFileSync(resolve(folder, `nsx-${part}-4.2.0.operations.json`), 'utf8')) as Operation[];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(schema, 'nsx');
  const operations = raw
    .filter(({ url }) => !url.includes('?'))
    .map((operation) => ({ operation, pattern: new RegExp(`^${operation.url.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
    // A template with a literal beats one with an id in the same place.
    .sort((left, right) => left.operation.url.split('{').length - right.operation.url.split('{').length);
  return { operations, definitions: schema.$defs, validator: (name) => ajv.getSchema(`nsx#/$defs/${name}`) };
}

/** Fields that real bodies carry although the derived schema lacks them. */
const known: Readonly<Record<string, string>> = {
  httpStatus: 'on the wire in every application error',
  status: 'search hits embed the realisation status',
  resource_type: 'the discriminator shows on types outside a polymorphic family too',
};

const discriminated = (value: JsonObject) => asText(value.resource_type) ?? asText(value.type);

function referenceOf(schema: AnySchemaObject | undefined): string | undefined {
  const reference: unknown = schema?.$ref;
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : undefined;
}

class Report {
  readonly problems: string[] = [];
  readonly unknown = new Set<string>();
  readonly types = new Set<string>();

  constructor(readonly contract: Contract) {}

  check(name: string, value: Json, at: string): void {
    const validate = this.contract.validator(name);
    if (validate === undefined) return;
    if (!validate(value))
      for (const error of validate.errors ?? [])
        this.problems.push(`${at} as ${name}: ${error.instancePath} ${error.message ?? ''}`);
    this.#names(name, value);
  }

  /** Collects properties that a definition, or one it refers to, does not have. */
  #names(name: string, value: Json): void {
    const properties = this.contract.definitions[name]?.properties as Record<string, AnySchemaObject> | undefined; // JSON Schema keyword
    if (properties === undefined || !isObject(value)) return;
    for (const [key, member] of Object.entries(value)) {
      const property = properties[key];
      if (property === undefined) {
        if (known[key] === undefined) this.unknown.add(`${name}.${key}`);
        continue;
      }
      const target = referenceOf(property) ?? referenceOf(property.items);
      if (target === undefined) continue;
      for (const entry of Array.isArray(member) ? member : [member]) this.#names(target, entry);
    }
  }

  walk(value: Json, at: string): void {
    if (Array.isArray(value)) for (const [index, entry] of value.entries()) this.walk(entry, `${at}[${index}]`);
    if (!isObject(value)) return;
    const name = discriminated(value);
    const definition = Object.entries(this.contract.definitions).find(
      ([key, schema]) => schema['x-type-identifier'] === name || key === name,
    )?.[0];
    if (name !== undefined && definition !== undefined) {
      this.types.add(name);
      this.check(definition, value, at);
    }
    for (const [key, member] of Object.entries(value)) if (key !== 'tags') this.walk(member, `${at}.${key}`);
  }
}

const collectionOf = (path: string) => path.slice(0, path.lastIndexOf('/'));

const runtime = [
  '/infra/segments/seg_ns-1_0/state',
  '/infra/segments/state',
  '/infra/segments/seg_ns-1_0/statistics',
  '/infra/segments/seg_ns-1_0/ports/port_pod-1/state',
  '/infra/segments/seg_ns-1_0/ports/port_pod-1/status',
  '/infra/segments/seg_ns-1_0/ports/port_pod-1/statistics',
  '/infra/segments/seg_ns-1_0/ports/port_pod-1/mac-table',
  '/infra/segments/nodes/ports/default:node-1/state',
  '/infra/tier-0s/t0/state',
  '/infra/tier-1s/t1_ns-1_rtr/state',
  '/infra/tier-0s/t0/nat/USER/nat-rules/nat_ns-1_0/statistics',
  '/infra/ip-blocks/pods/usage',
  '/infra/lb-services/atlas_0_abcde/detailed-status',
  '/infra/lb-services/atlas_0_abcde/statistics',
  '/infra/lb-services/atlas_0_abcde/service-usage',
  '/infra/lb-services/atlas_0_abcde/lb-pools/atlas_shop_cart_80_abcde/detailed-status',
  '/infra/lb-services/atlas_0_abcde/lb-pools/atlas_shop_cart_80_abcde/statistics',
  '/infra/lb-services/atlas_0_abcde/lb-virtual-servers/atlas_http/detailed-status',
  '/infra/lb-services/atlas_0_abcde/lb-virtual-servers/atlas_http/statistics',
  '/infra/domains/atlas/groups/np_1_tgt/members/segment-ports',
  '/infra/domains/atlas/groups/np_1_tgt/members/logical-ports',
  '/infra/domains/atlas/groups/np_1_tgt/members/segments',
  '/infra/domains/atlas/groups/np_1_tgt/members/ip-addresses',
  '/infra/domains/atlas/groups/np_1_tgt/members/virtual-machines',
  '/infra/domains/atlas/groups/np_1_tgt/member-types',
  '/infra/domains/atlas/security-policies/np_1_whitelist/statistics',
  '/infra/domains/atlas/security-policies/np_1_whitelist/rules/ir_1_TCP.8080/statistics',
  '/infra/ip-address-group-associations?ip_address=198.51.100.7',
  '/infra/group-associations?intent_path=/infra/segments/seg_ns-1_0/ports/port_pod-1',
  '/infra/tags',
  '/infra/tags/effective-resources?scope=app&tag=Cart',
  '/infra/capacity/usage',
  '/infra/realized-state/realized-entities?intent_path=/infra/segments/seg_ns-1_0',
  '/infra/realized-state/realized-entities?intent_path=/infra/ip-pools/external/ip-allocations/ns-1',
  '/infra/realized-state/status?intent_path=/infra/segments/seg_ns-1_0&include_enforced_status=true',
  '/infra/realized-state/alarms',
  '/infra/realized-state/enforcement-points',
  '/infra/realized-state/virtual-machines',
  '/infra/settings/firewall/security',
  '/infra/settings/firewall/security/exclude-list',
  '/infra/settings/firewall/security/exclude-list/global',
  '/infra/sites/default/enforcement-points/default/host-transport-nodes/host-1/status',
  '/infra/sites/default/enforcement-points/default/host-transport-nodes/host-1/hyperbus-status',
  '/infra/sites/default/enforcement-points/default/host-transport-nodes/host-1/node-agent-status',
  '/infra/sites/default/enforcement-points/default/host-transport-nodes/host-1/tunnels',
  '/infra/sites/default/enforcement-points/default/host-transport-nodes-status',
  '/infra/sites/default/enforcement-points/default/container-cluster-ncpstatus',
  '/infra/sites/default/enforcement-points/default/container-cluster/c-1/ncpstatus',
  '/infra?filter=Type-.*',
  '/org-root?filter=Type-.*',
  '/search/query?query=resource_type:*',
  '/orgs/default/projects/p1/vpcs/shop_x1/subnets/pod-default/ports/cart_x1/state',
  '/orgs/default/projects/p1/vpcs/shop_x1/subnets/pod-default/status',
  '/orgs/default/projects/p1/vpcs/shop_x1/groups/all/members/subnet-ports',
];

const inventory: JsonObject[] = [
  {
    resource_type: 'ContainerCluster',
    external_id: 'c-1',
    display_name: 'atlas',
    cni_type: 'NCP',
    cluster_type: 'Kubernetes',
    network_status: 'HEALTHY',
    network_errors: [],
  },
  { resource_type: 'ContainerProject', external_id: 'ns-1', display_name: 'shop', container_cluster_id: 'c-1' },
  {
    resource_type: 'ContainerApplication',
    external_id: 's-1',
    display_name: 'cart',
    container_cluster_id: 'c-1',
    container_project_id: 'ns-1',
  },
  {
    resource_type: 'ContainerApplicationInstance',
    external_id: 'pod-1',
    display_name: 'cart',
    container_cluster_id: 'c-1',
    container_project_id: 'ns-1',
    container_application_ids: ['s-1'],
  },
  {
    resource_type: 'VirtualMachine',
    external_id: 'vm-1',
    display_name: 'node-1',
    power_state: 'VM_RUNNING',
    compute_ids: ['biosUuid:1'],
  },
  {
    resource_type: 'VirtualNetworkInterface',
    external_id: 'v-1',
    lport_attachment_id: 'node-vif-1',
    owner_vm_id: 'vm-1',
    host_id: 'host-1',
    mac_address: '00:50:56:00:00:09',
  },
  {
    resource_type: 'Alarm',
    id: 'al-1',
    status: 'OPEN',
    severity: 'HIGH',
    feature_name: 'ncp',
    event_type: 'ncp_plugin_down',
  },
];

const managerUrls = [
  '/node',
  '/node/version',
  '/node/services/http',
  '/cluster/status',
  '/cluster/api-service',
  '/alarms',
  '/fabric/vifs',
  '/fabric/virtual-machines',
  '/fabric/container-clusters',
  '/fabric/container-clusters/c-1',
  '/fabric/container-projects',
  '/fabric/container-applications',
  '/fabric/container-application-instances',
  '/fabric/container-cluster-nodes',
  '/fabric/container-network-policies',
  '/fabric/container-ingress-policies',
  '/systemhealth/container-cluster/ncp/status',
  '/systemhealth/container-cluster/c-1/ncp/status',
  '/transport-nodes',
  '/transport-nodes/status',
  '/transport-nodes/host-1/status',
];

describe.skipIf(!present)(`NSX 4.2.0 contract${present ? '' : ' (skipped: ../shared/contract is absent)'}`, () => {
  let bed: TestBed;

  beforeAll(async () => {
    bed = await startBed();
    for (const [path, body] of ncpObjects) await bed.admin.patch(path, body);
    const loaded = await bed.admin.call('POST', '/_lab/load', { objects: inventory });
    expect(loaded.status, loaded.text).toBe(200);
    await bed.admin.call('POST', '/_lab/settle');
  });
  afterAll(() => bed.close());

  async function audit(contract: Contract, urls: readonly string[]): Promise<{ report: Report; served: number }> {
    const report = new Report(contract);
    let served = 0;
    for (const url of urls) {
      const answer = await bed.admin.call('GET', url);
      if (answer.status !== 200) report.problems.push(`${url}: ${answer.status} ${answer.text.slice(0, 200)}`);
      const path = url.split('?')[0] ?? '';
      const match = contract.operations.find(
        ({ operation, pattern }) => operation.method === 'GET' && pattern.test(path),
      );
      const response = match?.operation.response ?? 'void';
      if (match !== undefined) {
        served += 1;
        if (!response.startsWith('dyn:')) report.check(response, answer.body, url);
      } else report.problems.push(`${url}: no such operation in 4.2.0`);
      report.walk(answer.body, url);
    }
    return { report, served };
  }

  /** Places of 9.x or of the product's own making that 4.2.0 does not describe. */
  const newer = /\/orgs\/default\/projects\/p1\/vpcs\/shop_x1\/(vpc-lbs|attachments)/;

  it('answers every object, list and runtime URL of the Policy API with bodies that fit the schema', async () => {
    const contract = loadContract('policy');
    const paths = [...new Set(ncpObjects.flatMap(([path]) => [path, collectionOf(path)]))].filter(
      (path) => !newer.test(path),
    );
    const { report, served } = await audit(
      contract,
      [...paths, ...runtime].map((path) => `/policy/api/v1${path}`),
    );
    expect(report.problems).toEqual([]);
    expect([...report.unknown].sort()).toEqual([]);
    expect(served).toBeGreaterThan(120);
    for (const type of [
      'Tier1',
      'Segment',
      'SegmentPort',
      'Group',
      'NestedExpression',
      'LBPool',
      'LBSelectPoolAction',
      'Rule',
      'ChildTier1',
    ]) {
      expect(report.types, type).toContain(type);
    }
  });

  it('answers the Manager API likewise', async () => {
    const { report } = await audit(
      loadContract('manager'),
      managerUrls.map((path) => `/api/v1${path}`),
    );
    expect(report.problems).toEqual([]);
    expect([...report.unknown].sort()).toEqual([]);
  });

  it('sends error bodies that fit ApiError, and front-door errors with their string code', async () => {
    const contract = loadContract('policy');
    const missing = await bed.admin.get('/infra/segments/none');
    const report = new Report(contract);
    report.check('ApiError', missing.body, 'missing segment');
    expect(report.problems).toEqual([]);
    expect(missing.body).toMatchObject({ error_code: 600, httpStatus: 'NOT_FOUND', module_name: 'common-services' });
    const stranger = await bed.client('admin', 'wrong').get('/infra');
    expect(stranger.body.error_code).toBe('403');
    expect(stranger.body.httpStatus).toBeUndefined();
  });

  it('shows in search what it stored', async () => {
    const answer = await until(
      () => bed.admin.get('/search/query?query=tags.scope:app'),
      ({ body }) => body.result_count === 1,
    );
    expect(asObjects(answer.body.results)[0]).toMatchObject({
      id: 'port_pod-1',
      status: { publish_status: 'REALIZED' },
    });
  });
});
