import type { z } from 'zod';
import {
  eventsResponseSchema,
  graphResponseSchema,
  groupAuditSchema,
  groupEffectiveResponseSchema,
  groupMembersResponseSchema,
  groupResponseSchema,
  groupsAuditSchema,
  groupsResponseSchema,
  healthResponseSchema,
  nodeStateSchema,
  historyResponseSchema,
  listResponseSchema,
  MARK_KINDS,
  MEMBER_COLUMNS,
  nearMissesResponseSchema,
  objectResponseSchema,
  pageResponseSchema,
  podResponseSchema,
  podsResponseSchema,
  reachabilityResponseSchema,
  reachMatrixResponseSchema,
  reachPeersResponseSchema,
  ruleHitsResponseSchema,
  ruleResponseSchema,
  rulesResponseSchema,
  searchResponseSchema,
  sourcesResponseSchema,
  whatIfResponseSchema,
} from '@/lib/wire';
import { GROUP_COLUMNS } from '@/lib/dfw';
import { POD_COLUMNS } from '@/lib/pods';
import type { Parameter } from '../_http/query';

/** One endpoint of the public API: what the document says of it, and what its handler checks. */
export interface Endpoint {
  readonly summary: string;
  readonly query: readonly Parameter[];
  /** Name of the answer's schema, and the schema; null for answers that are not JSON. */
  readonly answer: { readonly name: string; readonly schema: z.ZodType } | null;
  readonly mediaType: string;
  /** Statuses besides 200, 400, 405, 421 and 500. */
  readonly also: readonly (404 | 503)[];
}

const JSON_TYPE = 'application/json';
const cluster: Parameter = { name: 'cluster', description: 'Name of a cluster of the settings.' };
const namespace: Parameter = { name: 'namespace', description: 'Name of a namespace; needs cluster.' };

/** Long lists are taken page by page. */
const paging: readonly Parameter[] = [
  { name: 'order', description: '`up` when absent.', values: ['up', 'down'] },
  { name: 'from', description: 'The first row wanted, from 0.' },
  { name: 'count', description: 'Rows wanted, 1 to 5000; 100 when absent.' },
];

function answers(summary: string, name: string, schema: z.ZodType, more: Partial<Endpoint> = {}): Endpoint {
  return { summary, query: [], answer: { name, schema }, mediaType: JSON_TYPE, also: [], ...more };
}

const health = (summary: string): Endpoint => answers(summary, 'Health', healthResponseSchema, { also: [503] });

/** The public API. Every path here has a route of the same path, and the other way round. */
export const ENDPOINTS = {
  '/api/v1/graph': answers('Nodes and edges of both planes, whole or in part', 'Graph', graphResponseSchema, {
    query: [cluster, namespace, { name: 'kind', description: 'Name of a kind; may be repeated.', many: true }],
  }),
  '/api/v1/search': answers(
    'Objects that answer to every word of a question, by kind',
    'Search',
    searchResponseSchema,
    {
      query: [
        { name: 'q', description: 'Words by spaces; `field:word` looks in one place only.' },
        cluster,
        namespace,
        { name: 'kind', description: 'Name of a kind: only objects of it.' },
        { name: 'limit', description: 'Hits given for each kind, 1 to 200; 6 when absent.' },
      ],
    },
  ),
  '/api/v1/objects/{id}': answers(
    'One object: facts, relations, and the raw object on demand',
    'Object',
    objectResponseSchema,
    {
      query: [
        {
          name: 'raw',
          description: 'Read the raw object from its source, secrets taken out.',
          values: ['true', 'false'],
        },
      ],
      also: [404],
    },
  ),
  '/api/v1/objects/{id}/page': answers(
    'What stands around one object: its lists and relations',
    'Page',
    pageResponseSchema,
    {
      also: [404],
    },
  ),
  '/api/v1/objects/{id}/lists/{list}': answers('More lines of a list of an object’s page', 'List', listResponseSchema, {
    query: [
      { name: 'find', description: 'Text that a line must hold, whatever its case.' },
      { name: 'from', description: 'Lines to leave out at the start; 0 without it.' },
      { name: 'count', description: 'Lines wanted, at most 500; 100 without it.' },
    ],
    also: [404],
  }),
  '/api/v1/objects/{id}/events': answers(
    'Kubernetes’ own events about one object, read now',
    'Events',
    eventsResponseSchema,
    {
      also: [404],
    },
  ),
  '/api/v1/objects/{id}/history': answers(
    'Changes of one object since the server read its sources',
    'History',
    historyResponseSchema,
    {
      also: [404],
    },
  ),
  '/api/v1/pods': answers(
    'Pods with the segment ports they became, filtered, sorted and by the page',
    'Pods',
    podsResponseSchema,
    {
      query: [
        cluster,
        namespace,
        { name: 'filter', description: 'Words by spaces; a row must hold each of them.' },
        { name: 'state', description: 'A state; may be repeated.', many: true, values: nodeStateSchema.options },
        { name: 'sort', description: 'What to sort by; `state` when absent.', values: POD_COLUMNS },
        ...paging,
      ],
    },
  ),
  '/api/v1/pods/{cluster}/{namespace}/{name}': answers(
    'Everything about one Pod in both planes',
    'Pod',
    podResponseSchema,
    {
      also: [404],
    },
  ),
  '/api/v1/groups': answers('NSX groups, filtered, sorted and by the page', 'Groups', groupsResponseSchema, {
    query: [
      {
        name: 'filter',
        description: 'Words by spaces; a group must hold each of them in name, criteria, path or maker.',
      },
      { name: 'nsx', description: '`true` lists those too that NSX makes for its own load balancer.' },
      { name: 'warned', description: '`true`: only groups with a warning.', values: ['true', 'false'] },
      {
        name: 'sort',
        description: 'What to sort by; `made` when absent: those of administrators first.',
        values: GROUP_COLUMNS,
      },
      ...paging,
    ],
  }),
  '/api/v1/groups/audit': answers(
    'Members of all groups of a filter by our evaluation, to be kept as evidence, with a SHA-256',
    'GroupsAudit',
    groupsAuditSchema,
    {
      query: [
        { name: 'filter', description: 'As for the groups.' },
        { name: 'nsx', description: 'As for the groups.' },
        { name: 'warned', description: '`true`: only groups with a warning.', values: ['true', 'false'] },
        { name: 'format', description: '`json` when absent.', values: ['json', 'csv'] },
      ],
    },
  ),
  '/api/v1/groups/effective': answers(
    'How NSX’s own members of some groups compare with ours, asked of NSX now',
    'GroupEffective',
    groupEffectiveResponseSchema,
    { query: [{ name: 'group', description: 'Id of a group; may be repeated, up to 20 times.', many: true }] },
  ),
  '/api/v1/groups/{id}': answers('One NSX group: criteria and use', 'Group', groupResponseSchema, { also: [404] }),
  '/api/v1/groups/{id}/members': answers(
    'Members of a group by our evaluation beside NSX’s own, with reasons, filtered, sorted and by the page',
    'GroupMembers',
    groupMembersResponseSchema,
    {
      query: [
        {
          name: 'filter',
          description:
            'Words by spaces; a member must hold each of them in names, namespace, cluster, path or addresses.',
        },
        {
          name: 'differing',
          description: '`true`: only members by one evaluation alone.',
          values: ['true', 'false'],
        },
        {
          name: 'sort',
          description: 'What to sort by; `verdict` when absent: differences first.',
          values: MEMBER_COLUMNS,
        },
        ...paging,
      ],
      also: [404],
    },
  ),
  '/api/v1/groups/{id}/near-misses': answers(
    'Ports that lack one condition of a group, and what each lacks',
    'NearMisses',
    nearMissesResponseSchema,
    { also: [404] },
  ),
  '/api/v1/groups/{id}/audit': answers(
    'Members of a group to be kept as evidence, with a SHA-256',
    'GroupAudit',
    groupAuditSchema,
    {
      also: [404],
    },
  ),
  '/api/v1/rules': answers(
    'Rules of the distributed firewall in order of evaluation, filtered and by the page, with what is remarkable about them',
    'Rules',
    rulesResponseSchema,
    {
      query: [
        { name: 'manager', description: 'Name of an NSX Manager of the settings; all of them when absent.' },
        { name: 'filter', description: 'Words by spaces; a rule must hold each of them.' },
        { name: 'category', description: 'A category; may be repeated.', many: true },
        { name: 'action', description: 'An action; may be repeated.', many: true },
        { name: 'mark', description: 'Only rules with one of these marks.', many: true, values: MARK_KINDS },
        {
          name: 'about',
          description:
            'Id of an object. A Pod or segment port: the rules that it meets; a group, NSX service or policy: those that name it.',
        },
        { name: 'address', description: 'An IP address: the rules that mean it as source or destination.' },
        ...paging.filter(({ name }) => name !== 'order'),
      ],
    },
  ),
  '/api/v1/rules/{id}': answers(
    'One rule of the distributed firewall with its place and marks',
    'Rule',
    ruleResponseSchema,
    {
      also: [404],
    },
  ),
  '/api/v1/rules/hits': answers('What NSX counted for some rules, read now', 'RuleHits', ruleHitsResponseSchema, {
    query: [{ name: 'rule', description: 'Id of a rule; may be repeated, up to 100 times.', many: true }],
  }),
  '/api/v1/reachability': answers(
    'Whether a flow gets through, checked at both ends, with the rules that decide',
    'Reachability',
    reachabilityResponseSchema,
    {
      query: [
        {
          name: 'from',
          description: 'Who sends: `outside`, an IP address, the id of an object, or `pod:CLUSTER/NAMESPACE/NAME`.',
        },
        { name: 'to', description: 'Who receives, in the same forms; a VIP or Service is followed to its members.' },
        {
          name: 'protocol',
          description: '`tcp` (when absent), `udp`, `icmp`, `icmpv6`, or the number of an IP protocol.',
        },
        { name: 'port', description: 'Destination port of TCP and UDP; any port when absent.' },
      ],
    },
  ),
  '/api/v1/reachability/matrix': answers(
    'Verdicts between classes of endpoints that the firewall treats alike, or between them and one end',
    'ReachMatrix',
    reachMatrixResponseSchema,
    {
      query: [
        cluster,
        namespace,
        { name: 'group', description: 'Id of a group: only classes of its members.' },
        { name: 'from', description: 'What this end can reach, instead of all pairs; in the forms of reachability.' },
        { name: 'to', description: 'Who can reach this end, instead of all pairs.' },
        { name: 'protocol', description: 'As for reachability.' },
        { name: 'port', description: 'As for reachability.' },
      ],
    },
  ),
  '/api/v1/what-if': answers(
    'What edits would change: groups, rules, verdicts; nothing is written anywhere',
    'WhatIf',
    whatIfResponseSchema,
    {
      query: [
        {
          name: 'edit',
          description:
            'An edit as JSON: `labels` of Pods, criteria of a `group`, a `rule` disabled or enabled, `add-rule`, `delete-namespace`. May be repeated.',
          many: true,
        },
      ],
      also: [503],
    },
  ),
  '/api/v1/reachability/peers': answers(
    'Verdicts between one end and each of some objects',
    'ReachPeers',
    reachPeersResponseSchema,
    {
      query: [
        { name: 'from', description: 'The end that sends, in the forms of reachability; or `to`.' },
        { name: 'to', description: 'The end that receives.' },
        { name: 'node', description: 'Id of an object at the other end; 1 to 100 times.', many: true },
        { name: 'protocol', description: 'As for reachability.' },
        { name: 'port', description: 'As for reachability.' },
      ],
    },
  ),
  '/api/v1/sources': answers('State of every cluster and NSX Manager', 'Sources', sourcesResponseSchema),
  '/api/v1/events': {
    summary: 'Server-sent events: views and their changes',
    query: [{ name: 'view', description: 'A view, as a query string of its own; may be repeated.', many: true }],
    answer: null,
    mediaType: 'text/event-stream',
    also: [503],
  },
  '/api/v1/health': health('Whether Portolan lives and is ready'),
  '/api/v1/health/live': health('Whether Portolan lives'),
  '/api/v1/health/ready': health('Whether every source was read once, or is known not to be readable'),
  '/api/v1/metrics': {
    summary: 'Metrics in Prometheus text format',
    query: [],
    answer: null,
    mediaType: 'text/plain',
    also: [],
  },
  '/api/v1/openapi.json': { summary: 'This document', query: [], answer: null, mediaType: JSON_TYPE, also: [] },
} as const satisfies Readonly<Record<string, Endpoint>>;

export type EndpointPath = keyof typeof ENDPOINTS;
