import { sortEvidence } from '../correlate';
import { type Anchor, anchorsOf, nestingOf } from '../dfw/anchors';
import { type GroupLookup, type GroupSubject, portEvidence } from '../dfw/evaluate';
import type { Evidence, ObjectRecord } from '../model';
import type { Edge, Entry } from './entry';
import { dfwRole, toGroup, toPort } from '../dfw/subjects';
import { TagIndex } from './tag-index';

const ANY = '\u0000any';

interface KnownGroup {
  readonly entry: Entry;
  readonly subject: GroupSubject;
  readonly anchors: readonly Anchor[];
  readonly nests: readonly string[];
  readonly nestsByTag: boolean;
  /** Evidence of members by the tags it names; as many lists as there are ways in. */
  readonly evidence: Map<string, readonly Evidence[]>;
}

/** Sets or withdraws one membership; `known` is the edge there is already. */
export type Assign = (port: Entry, group: Entry, evidence: readonly Evidence[] | null, known: Edge | undefined) => void;

/**
 * Who is in which group of one NSX Manager. A changed port is tested against the groups anchored at what it carries, a
 * changed group against the ports found at its anchors; nothing else is visited.
 */
export class Membership {
  private readonly ports = new TagIndex();
  private readonly segments = new TagIndex();
  private readonly groups = new Map<string, KnownGroup>();
  private readonly portAnchors = new Map<string, Map<string, Set<string>>>();
  private readonly segmentAnchors = new Map<string, Map<string, Set<string>>>();
  private readonly pathAnchors = new Map<string, Set<string>>();
  private readonly broad = new Set<string>();
  /** Groups by the paths they nest, and those that pick groups by tag. */
  private readonly nesters = new Map<string, Set<string>>();
  private readonly tagNesters = new Set<string>();
  private readonly dirtyPorts = new Set<Entry>();
  private readonly dirtyGroups = new Set<string>();

  private readonly lookup: GroupLookup = {
    at: (path) => this.groups.get(path)?.subject,
    all: () => [...(this.tagNesters.size > 0 ? this.groups.values() : [])].map((known) => known.subject),
  };

  constructor(private readonly entryAt: (path: string) => Entry | null) {}

  changed(entry: Entry, before: ObjectRecord | null): void {
    const role = dfwRole(entry.record);
    const { tags = [], key } = entry.record.node;
    if (role === 'port') {
      if (before === null) this.ports.add(entry, tags);
      else this.ports.update(entry, before.node.tags ?? [], tags);
      this.dirtyPorts.add(entry);
    } else if (role === 'segment') {
      if (before === null) this.segments.add(entry, tags);
      else this.segments.update(entry, before.node.tags ?? [], tags);
      for (const port of portsOn(entry)) this.dirtyPorts.add(port);
    } else if (role === 'group') {
      this.forget(key);
      this.learn(entry);
      this.dirtyGroups.add(key);
    }
  }

  removed(entry: Entry): void {
    const { tags = [], key } = entry.record.node;
    const role = dfwRole(entry.record);
    if (role === 'port') {
      this.ports.remove(entry, tags);
      this.dirtyPorts.delete(entry);
    } else if (role === 'segment') this.segments.remove(entry, tags);
    else if (role === 'group') {
      this.forget(key);
      this.dirtyGroups.add(key);
    }
  }

  /** A port came to a segment or left it. */
  moved(port: Entry): void {
    if (port.alive && dfwRole(port.record) === 'port') this.dirtyPorts.add(port);
  }

  settle(assign: Assign): void {
    const groups = this.withNesters(this.dirtyGroups);
    for (const port of this.dirtyPorts) this.settlePort(port, assign);
    for (const path of groups) this.settleGroup(path, assign);
    this.dirtyPorts.clear();
    this.dirtyGroups.clear();
  }

  private settlePort(port: Entry, assign: Assign): void {
    const paths = this.withNesters(this.candidates(port));
    const known = new Map<Entry, Edge>();
    for (const edge of port.out) if (edge.kind === 'member') known.set(edge.to, edge);
    for (const [group, edge] of known) if (!paths.has(group.record.node.key)) assign(port, group, null, edge);
    for (const path of paths) {
      const group = this.groups.get(path);
      if (group !== undefined) assign(port, group.entry, this.test(port, group), known.get(group.entry));
    }
  }

  private settleGroup(path: string, assign: Assign): void {
    const group = this.groups.get(path);
    if (group === undefined) return;
    const ports = new Set<Entry>();
    this.collectPorts(path, ports, new Set());
    const known = new Map<Entry, Edge>();
    for (const edge of group.entry.in) if (edge.kind === 'member') known.set(edge.from, edge);
    for (const port of known.keys()) ports.add(port);
    for (const port of ports) {
      // Changed ports have been tested against all their groups already.
      if (!this.dirtyPorts.has(port)) assign(port, group.entry, this.test(port, group), known.get(port));
    }
  }

  private test(port: Entry, group: KnownGroup): readonly Evidence[] | null {
    const subject = toPort(port.record, segmentOf(port)?.record ?? null);
    const evidence = portEvidence(subject, group.subject.expression, this.lookup);
    return evidence === null ? null : this.shared(group, evidence);
  }

  /** Members of a group are mostly in it by the very same tags: their edges share one list. */
  private shared(group: KnownGroup, evidence: readonly Evidence[]): readonly Evidence[] {
    if (evidence.some((piece) => piece.by !== 'tag')) return sortEvidence(evidence);
    const key = evidence.map((piece) => (piece.by === 'tag' ? `${piece.scope}\u0000${piece.tag}` : '')).join('\u0001');
    let list = group.evidence.get(key);
    if (list === undefined) {
      list = sortEvidence(evidence);
      group.evidence.set(key, list);
    }
    return list;
  }

  /** Groups that a port may be in by what it carries itself. */
  private candidates(port: Entry): Set<string> {
    const found = new Set(this.broad);
    const segment = segmentOf(port);
    collect(this.portAnchors, port, found);
    addAll(found, this.pathAnchors.get(port.record.node.key));
    if (segment !== null) {
      collect(this.segmentAnchors, segment, found);
      addAll(found, this.pathAnchors.get(segment.record.node.key));
    }
    return found;
  }

  /** The groups and all that nest them, over any number of steps. */
  private withNesters(paths: ReadonlySet<string>): Set<string> {
    const all = new Set(paths);
    if (all.size > 0) addAll(all, this.tagNesters);
    for (const path of all) addAll(all, this.nesters.get(path)); // a Set visits what is added on the way
    return all;
  }

  private collectPorts(path: string, into: Set<Entry>, visited: Set<string>): void {
    const group = this.groups.get(path);
    if (group === undefined || visited.has(path)) return;
    visited.add(path);
    for (const anchor of group.anchors) {
      if (anchor.type === 'broad') addAll(into, this.ports.all());
      else if (anchor.type === 'path') this.collectAt(anchor.path, into, visited);
      else if (anchor.on === 'port') addAll(into, this.ports.find(anchor.scope, anchor.value));
      else for (const segment of this.segments.find(anchor.scope, anchor.value)) addAll(into, portsOn(segment));
    }
  }

  private collectAt(path: string, into: Set<Entry>, visited: Set<string>): void {
    const entry = this.entryAt(path);
    const role = entry === null ? null : dfwRole(entry.record);
    if (entry === null) return;
    if (role === 'port') into.add(entry);
    else if (role === 'segment') addAll(into, portsOn(entry));
    else this.collectPorts(path, into, visited);
  }

  private learn(entry: Entry): void {
    const path = entry.record.node.key;
    const subject = toGroup(entry.record);
    const nesting = nestingOf(subject.expression);
    const group: KnownGroup = {
      entry,
      subject,
      anchors: anchorsOf(subject.expression),
      nests: nesting.paths,
      nestsByTag: nesting.byTag,
      evidence: new Map(),
    };
    this.groups.set(path, group);
    for (const anchor of group.anchors) this.anchorSet(anchor).add(path);
    for (const nested of group.nests) setAt(this.nesters, nested).add(path);
    if (group.nestsByTag) this.tagNesters.add(path);
  }

  private forget(path: string): void {
    const group = this.groups.get(path);
    if (group === undefined) return;
    this.groups.delete(path);
    for (const anchor of group.anchors) this.anchorSet(anchor).delete(path);
    for (const nested of group.nests) setAt(this.nesters, nested).delete(path);
    this.tagNesters.delete(path);
  }

  private anchorSet(anchor: Anchor): Set<string> {
    if (anchor.type === 'broad') return this.broad;
    if (anchor.type === 'path') return setAt(this.pathAnchors, anchor.path);
    const scopes = anchor.on === 'port' ? this.portAnchors : this.segmentAnchors;
    const scope = anchor.scope ?? ANY;
    let values = scopes.get(scope);
    if (values === undefined) {
      values = new Map();
      scopes.set(scope, values);
    }
    return setAt(values, anchor.value ?? ANY);
  }
}

function collect(
  anchors: ReadonlyMap<string, ReadonlyMap<string, Set<string>>>,
  entry: Entry,
  into: Set<string>,
): void {
  if (anchors.size === 0) return;
  const anyScope = anchors.get(ANY);
  for (const tag of entry.record.node.tags ?? []) {
    const values = anchors.get(tag.scope.toLowerCase());
    if (values === undefined && anyScope === undefined) continue;
    const value = tag.tag.toLowerCase();
    addAll(into, values?.get(value));
    addAll(into, values?.get(ANY));
    addAll(into, anyScope?.get(value));
  }
}

function setAt(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Set<string>();
  map.set(key, made);
  return made;
}

function addAll<T>(into: Set<T>, items: Iterable<T> | undefined): void {
  for (const item of items ?? []) into.add(item);
}

function portsOn(segment: Entry): readonly Entry[] {
  return segment.out
    .filter((edge) => edge.kind === 'contains' && dfwRole(edge.to.record) === 'port')
    .map((edge) => edge.to);
}

/** The segment that contains the port. */
function segmentOf(port: Entry): Entry | null {
  for (const edge of port.in) if (edge.kind === 'contains' && dfwRole(edge.from.record) === 'segment') return edge.from;
  return null;
}
