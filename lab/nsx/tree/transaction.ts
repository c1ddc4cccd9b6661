import { randomUUID } from 'node:crypto';
import { asNumber, asObjects, asText, type JsonObject, omit } from '../json';
import { applicationProblem, invalidFields, notFound, Problem } from '../problem';
import { concreteType, dropNulls, embedded, pick, serverOnly, unchanged } from './bodies';
import { withTypeDefaults } from './defaults';
import { matchPath } from './patterns';
import { internalSequence, orderWithin } from './sequence';
import { referencedPaths, type StoredObject, type Tree } from './tree';
import { bodyErrors } from './validate';

/** Name under which NSX itself writes. */
export const systemActorName = 'system';

/** Who writes, and whether the request carried `X-Allow-Overwrite: true`. */
export interface Actor {
  readonly name: string;
  /** Logged in by client certificate: what it makes is protected from others. */
  readonly principal: boolean;
  readonly overwrite: boolean;
}

/** PATCH replaces the fields of a body but ignores the revision; `merge` keeps members that are not given. */
export type WriteMode = 'patch' | 'merge' | 'put';

/** Types whose `is_default` only NSX itself sets. */
const ownDefault = new Set(['Rule', 'SecurityPolicy', 'GatewayPolicy', 'Service']);

/** Facts and counters a transaction needs from its surroundings. */
export interface TransactionContext {
  readonly tree: Tree;
  readonly now: () => number;
  readonly ownerId: string;
  readonly nextRuleId: () => number;
  readonly nextPolicyOrder: () => number;
}

/** Plans a set of writes against the tree and commits all or none of them. */
export class Transaction {
  readonly #context: TransactionContext;
  readonly #actor: Actor;
  readonly #puts = new Map<string, JsonObject>();
  readonly #deletes = new Set<string>();

  constructor(context: TransactionContext, actor: Actor) {
    this.#context = context;
    this.#actor = actor;
  }

  /** Plans one create or update; embedded rules and service entries become writes of their own. */
  write(path: string, given: JsonObject, mode: WriteMode): Problem | undefined {
    const match = matchPath(path);
    if (match?.kind !== 'object') return notFound(path);
    const type = concreteType(match.placement, given);
    if (type instanceof Problem) return type;
    const before = this.#context.tree.any(path);
    const refused = this.#refusal(path, before, given, mode);
    if (refused !== undefined) return refused;
    const plan = embedded[type];
    const keep = mode === 'merge' && before !== undefined ? omit(before.body, []) : {};
    const own = dropNulls({ ...keep, ...omit(given, [...serverOnly, ...(plan === undefined ? [] : [plan.field])]) });
    if (ownDefault.has(type) && this.#actor.name !== systemActorName) own.is_default = before?.body.is_default ?? false;
    const errors = bodyErrors(type, plan === undefined ? own : { ...own, ...pick(given, plan.field) });
    if (errors.length > 0) return invalidFields(errors);
    this.#puts.set(path, this.#complete(path, type, own, before, match.parentPath));
    this.#deletes.delete(path);
    return plan === undefined ? undefined : this.#writeEmbedded(path, given, plan, mode);
  }

  /** Plans the removal of an object and of what it owns. */
  remove(path: string): Problem | undefined {
    const before = this.#context.tree.live(path);
    if (before === undefined) return notFound(path);
    const refused = this.#protection(before);
    if (refused !== undefined) return refused;
    if (before.body._system_owned === true) {
      return applicationProblem(400, 500012, `The object path=[${path}] is system owned and cannot be deleted.`);
    }
    this.#delete(path);
    return undefined;
  }

  /** Plans the removal of an object with everything below it. */
  removeTree(path: string): Problem | undefined {
    const problem = this.remove(path);
    if (problem !== undefined) return problem;
    for (const child of this.#context.tree.children(path)) this.#deleteBelow(child.path);
    return undefined;
  }

  /** Checks parents, references and delete blockers, then applies everything. Returns the stored objects. */
  commit(): StoredObject[] | Problem {
    for (const [path, body] of this.#puts) {
      const problem = this.#checkPut(path, body);
      if (problem !== undefined) return problem;
    }
    for (const path of this.#deletes) {
      const problem = this.#checkDelete(path);
      if (problem !== undefined) return problem;
    }
    const stored: StoredObject[] = [];
    for (const [path, body] of this.#puts) {
      const before = this.#context.tree.any(path);
      stored.push(before !== undefined && unchanged(before.body, body) ? before : this.#context.tree.put(path, body));
    }
    for (const path of [...this.#deletes].reverse()) this.#mark(path);
    return stored;
  }

  #mark(path: string): void {
    const before = this.#context.tree.live(path);
    if (before === undefined) return;
    this.#context.tree.put(path, {
      ...before.body,
      marked_for_delete: true,
      _last_modified_user: this.#actor.name,
      _last_modified_time: this.#context.now(),
      _revision: Number(before.body._revision ?? 0) + 1,
    });
  }

  #refusal(path: string, before: StoredObject | undefined, given: JsonObject, mode: WriteMode): Problem | undefined {
    if (before === undefined) return undefined;
    if (before.marked) {
      return applicationProblem(
        400,
        500045,
        `The object path=[${path}] is marked for deletion and its deletion is still pending, retry later.`,
      );
    }
    if (mode === 'put' && given._revision !== before.body._revision) {
      const message = `The object ${path} was modified by somebody else: its revision is ${String(before.body._revision)}, the request says ${String(given._revision ?? 'none')}. Read it again and retry.`;
      return applicationProblem(412, 604, message);
    }
    return this.#protection(before);
  }

  #protection(before: StoredObject): Problem | undefined {
    const owner = before.body._protection === 'REQUIRE_OVERRIDE' ? asText(before.body._create_user) : undefined;
    if (owner === undefined || owner === this.#actor.name || this.#actor.overwrite) return undefined;
    const message = `Principal '${this.#actor.name}' attempts to delete or modify the object ${before.path}, which belongs to '${owner}'.`;
    return applicationProblem(403, 289, message, 'common-services');
  }

  #complete(
    path: string,
    type: string,
    own: JsonObject,
    before: StoredObject | undefined,
    parentPath: string | undefined,
  ): JsonObject {
    const now = this.#context.now();
    const id = path.slice(path.lastIndexOf('/') + 1);
    const unique = asText(before?.body.unique_id) ?? randomUUID();
    const numbers = this.#numbers(type, own, before);
    return {
      ...withTypeDefaults(type, { ...omit(own, ['rule_id']), resource_type: type }, path),
      ...numbers,
      id,
      display_name: asText(own.display_name) ?? id,
      path,
      relative_path: id,
      parent_path: parentPath ?? path,
      remote_path: '',
      unique_id: unique,
      realization_id: unique,
      owner_id: this.#context.ownerId,
      marked_for_delete: false,
      overridden: false,
      _system_owned: before?.body._system_owned ?? false,
      _protection: before?.body._protection ?? (this.#actor.principal ? 'REQUIRE_OVERRIDE' : 'NOT_PROTECTED'),
      _create_user: before?.body._create_user ?? this.#actor.name,
      _create_time: before?.body._create_time ?? now,
      _last_modified_user: this.#actor.name,
      _last_modified_time: now,
      _revision: before === undefined ? 0 : Number(before.body._revision ?? 0) + 1,
    };
  }

  #numbers(type: string, own: JsonObject, before: StoredObject | undefined): JsonObject {
    if (type === 'Rule') return { rule_id: before?.body.rule_id ?? this.#context.nextRuleId() };
    if (type !== 'SecurityPolicy') return {};
    const known = asNumber(before?.body.internal_sequence_number);
    return {
      internal_sequence_number: internalSequence(
        own,
        known === undefined ? this.#context.nextPolicyOrder() : orderWithin(known),
      ),
    };
  }

  #writeEmbedded(
    path: string,
    given: JsonObject,
    plan: { field: string; folder: string; replace: boolean },
    mode: WriteMode,
  ): Problem | undefined {
    if (given[plan.field] === undefined) return undefined;
    const kept = new Set<string>();
    for (const [index, child] of asObjects(given[plan.field]).entries()) {
      const id = asText(child.id) ?? asText(child.display_name) ?? `${plan.folder}-${index}`;
      const childUrl = `${path}/${plan.folder}/${id}`;
      kept.add(childUrl);
      // A child inside its parent's body is covered by the parent's revision.
      const problem = this.write(childUrl, child, 'patch');
      if (problem !== undefined) return problem;
    }
    if (!plan.replace && mode !== 'put') return undefined;
    for (const child of this.#context.tree.collection(`${path}/${plan.folder}`)) {
      if (!child.marked && !kept.has(child.path)) this.#delete(child.path);
    }
    return undefined;
  }

  #delete(path: string): void {
    this.#deletes.add(path);
    this.#puts.delete(path);
    for (const child of this.#context.tree.children(path))
      if (child.placement.type.owned === true) this.#delete(child.path);
  }

  #deleteBelow(path: string): void {
    this.#delete(path);
    for (const child of this.#context.tree.children(path)) this.#deleteBelow(child.path);
  }

  #exists(path: string): boolean {
    return this.#puts.has(path) || (!this.#deletes.has(path) && this.#context.tree.live(path) !== undefined);
  }

  #checkPut(path: string, body: JsonObject): Problem | undefined {
    const match = matchPath(path);
    const parent = match?.kind === 'object' ? match.parentPath : undefined;
    if (parent !== undefined && !this.#exists(parent)) return notFound(parent);
    for (const reference of referencedPaths(body)) if (!this.#exists(reference)) return notFound(reference);
    return undefined;
  }

  #checkDelete(path: string): Problem | undefined {
    const { tree } = this.#context;
    // What NSX made for itself follows by itself and blocks nobody.
    const inUse = [...tree.children(path), ...tree.referrers(path)]
      .filter((user) => user.body._system_owned !== true)
      .map((user) => user.path)
      .filter((user) => user !== path && !this.#deletes.has(user) && !this.#forgets(user, path));
    const added = [...this.#puts.keys()].filter((other) => other.startsWith(`${path}/`));
    const blockers = [...new Set([...inUse, ...added])];
    if (blockers.length === 0) return undefined;
    const message = `The object path=[${path}] cannot be deleted as either it has children or it is being referenced by other objects path=[${blockers.slice(0, 10).join(',')}].`;
    return applicationProblem(400, 500030, message);
  }

  /** True when a planned write of `user` drops its last reference to `path`. */
  #forgets(user: string, path: string): boolean {
    const next = this.#puts.get(user);
    return next !== undefined && !user.startsWith(`${path}/`) && !referencedPaths(next).has(path);
  }
}
