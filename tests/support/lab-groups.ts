import type { Lab } from '@/lab/testing';
import type { GroupMembersResponse, GroupSummary } from '@/lib/wire';
import { NsxAdmin } from './nsx-admin';

const DOMAIN = '/infra/domains/default';

const tagged = (member_type: string, value: string, operator = 'EQUALS') => ({
  resource_type: 'Condition',
  member_type,
  key: 'Tag',
  operator,
  value,
});
const joined = (conjunction_operator: string) => ({ resource_type: 'ConjunctionOperator', conjunction_operator });

/** Groups that an administrator has besides those that the world brings: each finds its members in another way. */
const GROUPS: Readonly<Record<string, readonly unknown[]>> = {
  'soak-web': [tagged('SegmentPort', 'secgroup|web')],
  'soak-apps': [tagged('SegmentPort', 'app|app-', 'STARTSWITH')],
  'soak-vpc-apps': [tagged('VpcSubnetPort', 'app|app-0'), joined('OR'), tagged('VpcSubnetPort', 'secgroup|db')],
  'soak-others': [tagged('SegmentPort', 'secgroup|web', 'NOTEQUALS')],
  'soak-team': [tagged('Segment', 'team|t0')],
  'soak-team-web': [
    {
      resource_type: 'NestedExpression',
      expressions: [tagged('Segment', 'team|t1'), joined('AND'), tagged('SegmentPort', 'app|app-1')],
    },
  ],
  'soak-all': [
    {
      resource_type: 'PathExpression',
      paths: ['soak-web', 'soak-team', 'soak-vpc-apps'].map((id) => `${DOMAIN}/groups/${id}`),
    },
    joined('OR'),
    { resource_type: 'IPAddressExpression', ip_addresses: ['192.0.2.0/24', '198.51.100.7'] },
  ],
};

/** Groups as the NSX of a lab has them. */
export class LabGroups {
  readonly #lab: Lab;
  readonly #nsx: NsxAdmin;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#nsx = new NsxAdmin(lab);
  }

  async close(): Promise<void> {
    await this.#nsx.close();
  }

  /** Makes the administrator's groups. */
  async make(): Promise<void> {
    for (const [id, expression] of Object.entries(GROUPS))
      await this.#nsx.ask('PATCH', `${DOMAIN}/groups/${id}`, { display_name: id, expression });
  }

  /** All groups as they are stored. */
  async all(): Promise<readonly StoredGroup[]> {
    const { objects } = (await this.#lab.control('nsx', 'GET', '/_lab/dump')) as { objects: readonly StoredGroup[] };
    return objects.filter(
      ({ resource_type, marked_for_delete }) => resource_type === 'Group' && marked_for_delete !== true,
    );
  }

  /** What NSX and the product say otherwise about the members of one group; empty when they agree. */
  async differences(
    ours: GroupMembersResponse,
    { path }: GroupSummary,
    stored: readonly StoredGroup[],
  ): Promise<readonly string[]> {
    const isOfVpc = path.includes('/vpcs/');
    const ports = await this.#members(path, isOfVpc ? 'subnet-ports' : 'segment-ports');
    const listed = ports as readonly { readonly path: string }[];
    // What is no cluster's is not read, and said to be unknown.
    const unknown = new Set(ours.rows.filter(({ port }) => port === null).map((member) => member.path));
    const known = ours.rows.filter(({ port }) => port !== null);
    const told = known.filter(({ verdict }) => verdict !== 'only-nsx');
    // Of ports of VPCs in other groups NSX tells no more than the addresses.
    const listable = told.filter((member) => isOfVpc || !member.path.includes('/vpcs/'));
    // Of a cluster node's port NSX may know no address; the product says so.
    const addressed = told.filter(({ pod, realized }) => pod?.kind === 'pod' || realized !== false);
    const addresses = (await this.#members(path, 'ip-addresses')) as readonly string[];
    // The product adds what NSX tells to what groups list themselves: of its own are only the latter.
    const lists = new Set(
      stored.flatMap(({ expression }) => expression?.flatMap((part) => part.ip_addresses ?? []) ?? []),
    );
    const literals = unknown.size > 0 ? ours.addresses : ours.addresses.filter((entry) => lists.has(entry));
    const evaluated = ours.ours.state === 'evaluated' ? [] : [`${path}: ${ours.ours.reason}`];
    const compared = known.filter(({ verdict }) => verdict !== 'both');
    return [
      ...evaluated,
      ...compared.map((member) => `${path}: ${member.path} is said to be ${member.verdict}`),
      ...unlike(
        path,
        listed.map((member) => member.path).filter((port) => !unknown.has(port)),
        listable.map((member) => member.path),
      ),
      ...unlike(path, addresses, [...addressed.flatMap((member) => member.addresses), ...literals]),
    ];
  }

  async #members(group: string, list: string): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    let cursor: unknown;
    do {
      const query = typeof cursor === 'string' ? `?cursor=${encodeURIComponent(cursor)}` : '';
      const page = await this.#nsx.ask('GET', `${group}/members/${list}${query}`);
      found.push(...((page.results as readonly unknown[]) ?? []));
      cursor = page.cursor;
    } while (typeof cursor === 'string' && cursor !== '');
    return found;
  }
}

export interface StoredGroup {
  readonly path: string;
  readonly resource_type: string;
  readonly marked_for_delete?: boolean;
  readonly expression?: readonly { readonly ip_addresses?: readonly string[] }[];
}

function unlike(group: string, nsx: readonly string[], ours: readonly string[]): readonly string[] {
  const [theirs, mine] = [new Set(nsx), new Set(ours)];
  return [
    ...[...theirs].filter((entry) => !mine.has(entry)).map((entry) => `${group}: ${entry} is only in NSX`),
    ...[...mine].filter((entry) => !theirs.has(entry)).map((entry) => `${group}: ${entry} is only here`),
  ];
}
