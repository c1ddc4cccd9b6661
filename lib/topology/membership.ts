import { portCriteria } from '../dfw/anchors';
import { type GroupLookup, type GroupSubject, meetingOf, type PortSubject, portEvidence } from '../dfw/evaluate';
import type { Condition } from '../dfw/expression';
import { isOfVpc, isWithin } from '../dfw/spaces';
import { dfwRole, toGroup } from '../dfw/subjects';
import { criteriaId, type Evidence, type ObjectRecord, samePlain, type SourceId, type Tag } from '../model';
import { AnchorIndex, Candidates, costOf } from './anchor-index';
import { AskedScopes } from './asked-scopes';
import { type Entry, MARK } from './entry';
import { MemberSet } from './member-set';
import type { MembershipLog } from './membership-log';
import { Nesters } from './nesters';
import { portsOn, SeenPort } from './ports';
import { TagIndex } from './tag-index';
import { Waiting } from './waiting';
import { WantedTags } from './wanted-tags';

interface KnownGroup {
  readonly subject: GroupSubject;
  readonly set: MemberSet<Entry>;
}

const NONE: readonly MemberSet<Entry>[] = [];
const NOBODY: readonly Entry[] = [];

/**
 * Who is in which group of one NSX Manager. Groups that ask for the same share one set of members. A changed port is tested
 * against the criteria anchored at what it carries, changed criteria against the ports found at their anchors; nothing else
 * is visited.
 */
export class Membership {
  readonly ports = new TagIndex();
  readonly segments = new TagIndex();
  private readonly groups = new Map<string, KnownGroup>();
  private readonly sets = new Map<string, MemberSet<Entry>>();
  private readonly wanted = new WantedTags<MemberSet<Entry>>();
  private readonly asked = new AskedScopes();
  private readonly anchors = new AnchorIndex(this.wanted);
  private readonly candidates = new Candidates();
  /** What the port at hand meets: room that every port uses in its turn. */
  private readonly met: MemberSet<Entry>[] = [];
  private readonly nesters = new Nesters();
  private readonly dirtyPorts = new Waiting(MARK.untested);
  private readonly dirtySets = new Set<MemberSet<Entry>>();
  /** Without a group for now; another may come before the batch ends. */
  private readonly emptied = new Set<MemberSet<Entry>>();
  /** Came since the last settling. */
  private readonly fresh = new Set<MemberSet<Entry>>();
  /** What conditions on groups pick, until a group changes. */
  private readonly picked = new Map<Condition, readonly GroupSubject[]>();

  private readonly lookup: GroupLookup = {
    at: (path) => this.groups.get(path)?.subject,
    meeting: (condition, meets) => {
      let picked = this.picked.get(condition);
      if (picked === undefined) {
        picked = meetingOf(
          Array.from(this.groups.values(), ({ subject }) => subject),
          meets,
        );
        this.picked.set(condition, picked);
      }
      return picked;
    },
  };

  constructor(
    private readonly source: SourceId,
    private readonly entryAt: (path: string) => Entry | null,
    private readonly log: MembershipLog,
  ) {}

  /** What the group at the path asks for. */
  setOf(group: string): MemberSet<Entry> | undefined {
    return this.groups.get(group)?.set;
  }

  /** What the port would meet if it carried other tags: nothing is kept. */
  setsWith(port: Entry, tags: readonly Tag[]): readonly MemberSet<Entry>[] {
    if (dfwRole(port.record) !== 'port') return NONE;
    const subject = new SeenPort(port, tags);
    this.collectSets(subject);
    const met: MemberSet<Entry>[] = [];
    for (let at = 0, set = this.candidates.at(0); set !== null; set = this.candidates.at(++at))
      if (set.groups.size > 0 && this.testCollected(subject, set) !== null) met.push(set);
    return met;
  }

  all(): Iterable<MemberSet<Entry>> {
    return this.sets.values();
  }

  changed(entry: Entry, before: ObjectRecord | null): void {
    const role = dfwRole(entry.record);
    const { tags = [], key } = entry.record.node;
    if (role === 'port') {
      if (before === null) this.ports.add(entry, tags);
      else this.ports.update(entry, before.node.tags ?? [], tags);
      if (before === null || this.asked.mayDecide(before.node, entry.record.node)) this.dirtyPorts.add(entry);
    } else if (role === 'segment') {
      if (before === null) this.segments.add(entry, tags);
      else this.segments.update(entry, before.node.tags ?? [], tags);
      for (const port of portsOn(entry)) this.dirtyPorts.add(port);
    } else if (role === 'group') {
      this.forget(key, entry);
      this.learn(entry);
    }
  }

  removed(entry: Entry): void {
    const { tags = [], key } = entry.record.node;
    const role = dfwRole(entry.record);
    if (role === 'port') {
      for (const set of entry.met) this.assign(set, entry, null);
      entry.met = NONE;
      this.ports.remove(tags);
    } else if (role === 'segment') this.segments.remove(tags);
    else if (role === 'group') this.forget(key, entry);
  }

  /** A port came to a segment or left it. */
  moved(port: Entry): void {
    if (port.alive && dfwRole(port.record) === 'port') this.dirtyPorts.add(port);
  }

  settle(): void {
    for (const set of this.emptied) if (set.groups.size === 0) this.retire(set);
    this.emptied.clear();
    if (this.dirtyPorts.size === 0 && this.dirtySets.size === 0) return;
    if (this.fresh.size > 0) this.ports.index(this.asked.named);
    for (const set of this.fresh) this.anchor(set);
    const sets = this.nesters.withAll(this.dirtySets);
    this.dirtyPorts.visit((port) => this.settlePort(port));
    for (const set of sets) this.settleSet(set);
    this.dirtyPorts.clear();
    this.dirtySets.clear();
    this.fresh.clear();
  }

  private settlePort(port: Entry): void {
    const subject = new SeenPort(port);
    this.collectSets(subject);
    const { candidates, met } = this;
    for (const set of port.met) candidates.add(set);
    let count = 0;
    for (let at = 0, set = candidates.at(0); set !== null; set = candidates.at(++at)) {
      const evidence = set.groups.size > 0 ? this.testCollected(subject, set) : null;
      this.assign(set, port, evidence);
      if (evidence !== null) met[count++] = set;
      else if (set.wasInVain()) this.anchor(set);
    }
    keep(port, met.slice(0, count));
  }

  /** Candidates for what the port meets, with all that nest their groups. */
  private collectSets(subject: PortSubject): void {
    const { candidates } = this;
    candidates.begin();
    this.anchors.collect(subject, candidates);
    if (candidates.at(0) !== null) candidates.addAll(this.nesters.byTag);
    // What is added on the way is visited too.
    if (this.nesters.any)
      for (let at = 0, set = candidates.at(0); set !== null; set = candidates.at(++at))
        candidates.addAll(this.nesters.of(set));
  }

  private settleSet(set: MemberSet<Entry>): void {
    const gone = set.groups.size === 0;
    const ports = new Set<Entry>(gone ? set.members.keys() : NOBODY);
    if (!gone) {
      this.addTested(ports, set.members.keys());
      this.collectPorts(set, ports, new Set());
    }
    for (const port of ports) {
      const evidence = gone ? null : this.test(new SeenPort(port), set);
      const was = set.members.has(port);
      this.assign(set, port, evidence);
      if (was && evidence === null)
        keep(
          port,
          port.met.filter((other) => other !== set),
        );
      else if (!was && evidence !== null) keep(port, [...port.met, set]);
    }
  }

  private assign(set: MemberSet<Entry>, port: Entry, evidence: readonly Evidence[] | null): void {
    const before = port.met.includes(set) ? (set.members.get(port) ?? null) : null;
    if (before === evidence || samePlain(before, evidence)) return;
    this.log.touchMember(set, port, before);
    if (evidence === null) set.members.delete(port);
    else set.members.set(port, evidence);
  }

  /** The same as {@link test} for the port whose candidates were collected last. */
  private testCollected(subject: PortSubject, set: MemberSet<Entry>): readonly Evidence[] | null {
    if (set.needs === null) return this.test(subject, set);
    if (!isWithin(subject.path, set.expression.within ?? '')) return null;
    const met = this.wanted.met(set.needs, isOfVpc(subject.path));
    return met === null ? null : set.sharedBy(met);
  }

  private test(subject: PortSubject, set: MemberSet<Entry>): readonly Evidence[] | null {
    const evidence = portEvidence(subject, set.expression, this.lookup);
    return evidence === null ? null : set.shared(evidence);
  }

  private collectPorts(set: MemberSet<Entry>, into: Set<Entry>, visited: Set<MemberSet<Entry>>): void {
    if (visited.has(set)) return;
    visited.add(set);
    if (set.groups.size > 0 && !this.fresh.has(set)) this.anchor(set);
    for (const anchor of set.anchors) {
      if (anchor.type === 'broad') this.addTested(into, this.ports.all());
      else if (anchor.type === 'path') this.collectAt(anchor.path, into, visited);
      else if (anchor.on === 'port') this.addTested(into, this.ports.find(anchor.scope, anchor.value));
      else for (const segment of this.segments.find(anchor.scope, anchor.value)) this.addTested(into, portsOn(segment));
    }
  }

  /** Changed ports have been tested against all they may meet already. */
  private addTested(into: Set<Entry>, ports: Iterable<Entry>): void {
    for (const port of ports) if (!this.dirtyPorts.has(port)) into.add(port);
  }

  private collectAt(path: string, into: Set<Entry>, visited: Set<MemberSet<Entry>>): void {
    const entry = this.entryAt(path);
    const role = entry === null ? null : dfwRole(entry.record);
    if (entry === null) return;
    if (role === 'port') this.addTested(into, [entry]);
    else if (role === 'segment') this.addTested(into, portsOn(entry));
    else {
      const nested = this.setOf(path);
      if (nested !== undefined) this.collectPorts(nested, into, visited);
    }
  }

  private learn(entry: Entry): void {
    const path = entry.record.node.key;
    const subject = toGroup(entry.record);
    const set = this.setFor(subject);
    this.log.touchGroups(set);
    set.groups.add(entry);
    this.groups.set(path, { subject, set });
    this.markNesters(path);
  }

  private setFor({ expression }: GroupSubject): MemberSet<Entry> {
    const id = criteriaId(this.source, portCriteria(expression));
    const known = this.sets.get(id);
    if (known !== undefined) return known;
    const set = new MemberSet<Entry>(id, expression);
    set.needs = this.wanted.need(expression);
    this.asked.need(expression);
    this.sets.set(id, set);
    // What is rare shows once the batch is in: anchors are chosen when it is settled.
    this.fresh.add(set);
    this.nesters.add(set);
    this.dirtySets.add(set);
    return set;
  }

  private forget(path: string, entry: Entry): void {
    const set = this.setOf(path);
    if (set === undefined) return;
    this.log.touchGroups(set);
    this.groups.delete(path);
    set.groups.delete(entry);
    this.markNesters(path);
    if (set.groups.size === 0) this.emptied.add(set);
  }

  private retire(set: MemberSet<Entry>): void {
    this.sets.delete(set.id);
    this.fresh.delete(set);
    this.anchors.remove(set);
    this.wanted.release(set.expression);
    this.asked.release(set.expression);
    this.nesters.remove(set);
    this.dirtySets.add(set);
  }

  /** Those that nest the group, by its path or by what it carries, are worked out anew. */
  private markNesters(path: string): void {
    this.picked.clear();
    this.nesters.mark(path, this.dirtySets);
  }

  /** Which tag is rare shows only once there are ports: criteria that are tested in vain too often choose anew. */
  private anchor(set: MemberSet<Entry>): void {
    this.anchors.remove(set);
    set.chooseAnchors((anchor) => costOf(anchor, this));
    this.anchors.add(set);
  }
}

/** The list is to be a copy: one that was pushed to keeps room to grow. */
function keep(port: Entry, met: readonly MemberSet<Entry>[]): void {
  port.met = met.length === 0 ? NONE : met;
}
