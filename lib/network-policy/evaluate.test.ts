import { describe, expect, it } from 'vitest';
import { trafficOf } from '../dfw/traffic';
import { networkPolicy } from '../kinds/kubernetes/network-policy';
import type { NetworkPolicyDetail } from '../kinds/kubernetes/network-policy-detail';
import { kubernetesSource } from '../model';
import { type FlowEnd, judge, type PodFacts, type Policy } from './evaluate';

const SOURCE = kubernetesSource('c');
type Raw = Readonly<Record<string, unknown>>;

function policy(spec: Raw, name = 'p', namespace = 'dev'): Policy {
  const raw = { metadata: { uid: name, name, namespace }, spec };
  const parsed = networkPolicy.parse(raw, { source: SOURCE, sourceName: 'c' });
  if (!parsed.ok) throw new Error(parsed.problem);
  return { name, namespace, cluster: 'c', detail: parsed.record.detail as NetworkPolicyDetail }; // the kind's own detail
}

function pod(id: string, address: string, more: Partial<PodFacts> = {}): FlowEnd {
  const facts: PodFacts = {
    id,
    name: id,
    cluster: 'c',
    namespace: 'dev',
    labels: { app: id },
    namespaceLabels: { 'kubernetes.io/metadata.name': more.namespace ?? 'dev' },
    ports: [],
    onHost: false,
    home: '192.168.1.21',
    ...more,
  };
  return { pod: facts, address };
}

const WEB = pod('web', '10.0.0.1');
const DB = pod('db', '10.0.0.2', { ports: [{ name: 'sql', port: 5432, protocol: 'TCP' }] });
const FOREIGN = pod('web', '10.1.0.1', { namespace: 'prod' });
const TCP = trafficOf(6, 5432);
const forDb = (spec: Raw, name?: string) => policy({ podSelector: { matchLabels: { app: 'db' } }, ...spec }, name);
const from = (...peers: Raw[]) => forDb({ ingress: [{ from: peers }] });

function into(policies: readonly Policy[], sender: FlowEnd, traffic = TCP, receiver = DB): string {
  const { egress, ingress } = judge(policies, { from: sender, to: receiver, traffic });
  return egress.outcome === 'allowed' ? ingress.outcome : `egress ${egress.outcome}`;
}

describe('a NetworkPolicy', () => {
  it('leaves alone whom no policy selects', () => {
    expect(into([], WEB)).toBe('allowed');
    expect(into([forDb({ ingress: [] })], WEB, TCP, WEB)).toBe('allowed');
    expect(into([policy({ podSelector: {}, ingress: [] }, 'p', 'prod')], WEB)).toBe('allowed');
  });

  it('isolates whom it selects, and says so', () => {
    const { ingress } = judge([forDb({})], { from: WEB, to: DB, traffic: TCP });
    expect(ingress).toMatchObject({
      outcome: 'denied',
      because: 'NetworkPolicy p isolates db, and does not allow this into it',
    });
    expect(ingress.policies).toMatchObject([{ effect: 'isolates' }]);
  });

  it('selects all Pods of its namespace when its selector is empty', () => {
    expect(into([policy({ podSelector: {} })], FOREIGN)).toBe('denied');
  });

  it('adds to what others allow, and never takes away', () => {
    const policies = [forDb({}, 'deny'), forDb({ ingress: [{ from: [{ podSelector: {} }] }] }, 'open')];
    const { ingress } = judge(policies, { from: WEB, to: DB, traffic: TCP });
    expect(ingress).toMatchObject({ outcome: 'allowed', policies: [{ policy: { name: 'open' }, effect: 'allows' }] });
  });

  it.each([
    [{ podSelector: { matchLabels: { app: 'web' } } }, 'allowed', 'denied'],
    [{ podSelector: { matchLabels: { app: 'Web' } } }, 'denied', 'denied'],
    [{ namespaceSelector: {} }, 'allowed', 'allowed'],
    [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'prod' } } }, 'denied', 'allowed'],
    [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'other' } } }, 'denied', 'denied'],
    [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, 'allowed', 'denied'],
  ])('with peer %j is %s in its namespace and %s in another', (peer, near, far) => {
    expect([into([from(peer)], WEB), into([from(peer)], FOREIGN)]).toEqual([near, far]);
  });

  it.each([
    [{ key: 'app', operator: 'In', values: ['x', 'web'] }, 'allowed'],
    [{ key: 'app', operator: 'NotIn', values: ['web'] }, 'denied'],
    [{ key: 'none', operator: 'NotIn', values: ['web'] }, 'allowed'],
    [{ key: 'app', operator: 'Exists' }, 'allowed'],
    [{ key: 'app', operator: 'DoesNotExist' }, 'denied'],
    [{ key: 'app', operator: 'Like', values: ['w'] }, 'undecidable'],
  ])('reads expression %j as %s', (expression, outcome) => {
    expect(into([from({ podSelector: { matchExpressions: [expression] } })], WEB)).toBe(outcome);
  });

  it.each([
    [{}, trafficOf(6, 1), 'allowed'],
    [{}, trafficOf(17, 1), 'denied'],
    [{ port: 5432 }, TCP, 'allowed'],
    [{ port: 5432 }, trafficOf(6, 5433), 'denied'],
    [{ port: 5432, endPort: 5440 }, trafficOf(6, 5440), 'allowed'],
    [{ port: 5432, endPort: 5440 }, trafficOf(6, 5441), 'denied'],
    [{ port: 'sql' }, TCP, 'allowed'],
    [{ port: 'sql', protocol: 'UDP' }, trafficOf(17, 5432), 'denied'],
    [{ port: 'http' }, TCP, 'denied'],
    [{ port: 5432 }, trafficOf(6), 'undecidable'],
    [{ port: 5432, protocol: 'UDP' }, trafficOf(6), 'denied'],
    [{ port: 5432, protocol: 'SCTP' }, trafficOf(132), 'undecidable'],
    [{}, trafficOf(1), 'undecidable'],
  ])('with port %j and %j is %s', (port, traffic, outcome) => {
    expect(into([forDb({ ingress: [{ ports: [port] }] })], WEB, traffic)).toBe(outcome);
  });

  it('lets any protocol through where it names no ports', () => {
    expect(into([forDb({ ingress: [{}] })], WEB, trafficOf(1))).toBe('allowed');
  });

  it.each([
    [{ egress: [] }, 'allowed'],
    [{ egress: [{ to: [{ podSelector: { matchLabels: { app: 'x' } } }] }] }, 'egress denied'],
    [{ egress: [], policyTypes: ['Egress'] }, 'egress denied'],
    [{ policyTypes: ['Egress'], egress: [{ ports: [{ port: 'sql' }] }] }, 'allowed'],
    [{ policyTypes: ['Ingress'], egress: [{ to: [] }] }, 'allowed'],
  ])('concerns the directions of its types, or those it has rules for: %j is %s', (spec, outcome) => {
    expect(into([policy({ podSelector: { matchLabels: { app: 'web' } }, ...spec })], WEB)).toBe(outcome);
  });

  it('knows nothing sure of a policy that could not be read whole', () => {
    expect(into([forDb({ ingress: [{ from: 'everyone' }] })], WEB)).toBe('undecidable');
    const lost = policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: 'Egress' });
    expect(into([lost], WEB)).toBe('egress undecidable');
  });

  it('knows nothing sure of a peer that it names in a way to come', () => {
    expect(into([from({ serviceAccountSelector: {} })], WEB)).toBe('undecidable');
    expect(into([from({})], WEB)).toBe('undecidable');
  });

  it('knows labels of a namespace only once that is read', () => {
    const stranger = pod('web', '10.1.0.1', { namespace: 'prod', namespaceLabels: null });
    const named = { 'kubernetes.io/metadata.name': 'prod' };
    expect(into([from({ namespaceSelector: { matchLabels: named } })], stranger)).toBe('undecidable');
    expect(into([from({ namespaceSelector: {} })], stranger)).toBe('allowed');
    expect(
      into([from({ namespaceSelector: { matchLabels: named }, podSelector: { matchLabels: { app: 'x' } } })], stranger),
    ).toBe('denied');
  });

  it('says nothing of Pods on the host network, of a Pod with itself, and of its own cluster node', () => {
    const deny = forDb({});
    expect(into([deny], WEB, TCP, pod('db', '192.168.1.21', { onHost: true }))).toBe('allowed');
    expect(into([deny], DB)).toBe('allowed');
    expect(into([deny], { pod: null, address: '192.168.1.21' })).toBe('allowed');
    expect(into([deny], { pod: null, address: '192.168.1.22' })).toBe('denied');
  });

  it('takes "outside" for any address', () => {
    const outside: FlowEnd = { pod: null, address: null };
    expect(into([from({ ipBlock: { cidr: '0.0.0.0/0' } })], outside)).toBe('allowed');
    expect(into([from({ ipBlock: { cidr: '192.0.2.0/24' } })], outside)).toBe('undecidable');
    expect(into([from({ podSelector: {} })], outside)).toBe('denied');
  });

  it('never takes Pods of another cluster for its own', () => {
    expect(into([from({ namespaceSelector: {} })], pod('web', '10.0.0.1', { cluster: 'other' }))).toBe('denied');
  });
});
