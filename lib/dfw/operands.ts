import type { GraphNode } from '../model';
import { networkOf } from './address';
import { isAny, type PlacedRule, scopeOf, spaceOfRule } from './placed-rule';
import { isPlace, isWithin } from './spaces';
import type { DfwState } from './state';
import { anyOf, type Match, NO, not, unknown, yes, type Traffic } from './traffic';

/**
 * One end of a flow, as the packet shows it at an enforcement point. The firewall knows ends by address: `ports` are those
 * that have the address, and none when it lies outside NSX.
 */
export interface PacketEnd {
  /** Null when it cannot be known (translated by a load balancer) or was left open ("outside"). */
  readonly address: string | null;
  /** Why there is no address, for words: `the address that the load balancer puts in place`. */
  readonly called: string;
  readonly ports: readonly GraphNode[];
  /** Why a port may have the address that was not read; left out where none can. */
  readonly hidden?: string;
}

/** A packet at one enforcement point. */
export interface Packet {
  readonly at: 'source' | 'destination';
  readonly source: PacketEnd;
  readonly destination: PacketEnd;
  readonly traffic: Traffic;
}

/** How packets show the port, one for each of its addresses. */
export function endsOf(state: DfwState, port: GraphNode): readonly PacketEnd[] {
  return state.addressesOf(port).map((address) => ({ address, called: port.name, ports: state.portsAt(address) }));
}

/** Whether the operands of a source or destination mean the end; `excluded` turns the union round. */
export function matchOperands(
  state: DfwState,
  operands: readonly string[],
  { excluded, end }: { readonly excluded: boolean; readonly end: PacketEnd },
): Match {
  const met = isAny(operands) ? yes('any') : anyOf(operands.map((operand) => matchOperand(state, operand, end)));
  return excluded ? not(met, 'not among those excluded') : met;
}

function matchOperand(state: DfwState, operand: string, end: PacketEnd): Match {
  if (!operand.startsWith('/')) return matchLiteral(operand, end, operand);
  // A port without an address is in its groups, yet gives them no address to match.
  for (const port of end.ports) {
    if (end.address !== null && state.isIn(port, operand)) return yes(`group ${nameOf(state, operand)}`);
  }
  const group = state.group(operand);
  if (group === null) return unknown(`group ${operand} has not been read`);
  const listed = anyOf(
    group.addresses.map((entry) => matchLiteral(entry, end, `${entry} in group ${group.node.name}`)),
  );
  if (listed.is !== 'no') return listed;
  if (end.hidden !== undefined && end.ports.length === 0 && group.holdsPorts) return unknown(end.hidden);
  if (group.unevaluated.length === 0) return NO;
  return unknown(`group ${group.node.name} cannot be fully evaluated here: ${group.unevaluated.join('; ')}`);
}

/** Networks as rules list them, taken apart once: the same few thousand texts are asked about again and again. */
const networks = new Map<string, ReturnType<typeof networkOf>>();
const MAX_NETWORKS = 50_000;

function matchLiteral(entry: string, end: PacketEnd, words: string): Match {
  let holds = networks.get(entry);
  if (holds === undefined) {
    holds = networkOf(entry);
    if (networks.size >= MAX_NETWORKS) networks.clear();
    networks.set(entry, holds);
  }
  if (holds === null) return unknown(`${entry} is no address, network or range`);
  if (end.address !== null) return holds(end.address) ? yes(`${end.address} in ${words}`) : NO;
  return /^(0\.0\.0\.0|::)\/0$/.test(entry) ? yes(words) : unknown(`whether ${end.called} is in ${words} is not known`);
}

const nameOf = (state: DfwState, path: string): string => state.group(path)?.node.name ?? path;

/** Applied-to that is no group: what the port lies in, or something that no port can be told to be in. */
function matchPlace(operand: string, port: GraphNode): Match {
  if (operand.includes('/groups/')) return unknown(`group ${operand} has not been read`);
  if (port.key.startsWith(`${operand}/`)) return yes(`applied to ${operand}`);
  return isPlace(operand) ? NO : unknown(`which ports ${operand} stands for is not known`);
}

/** The same of a rule: those of a project or VPC guard nothing outside it, whatever they say. */
export function matchApplied(state: DfwState, rule: PlacedRule, port: GraphNode): Match {
  return isWithin(port.key, spaceOfRule(rule)) ? matchScope(state, scopeOf(rule), port) : NO;
}

/**
 * Whether a rule is applied to the port: by group or by itself, never by address. Groups that hold addresses alone are
 * ignored by NSX here, and a scope that names nobody applies nowhere.
 */
export function matchScope(state: DfwState, scope: readonly string[], port: GraphNode): Match {
  if (isAny(scope)) return yes('applied everywhere');
  return anyOf(
    scope.map((operand): Match => {
      if (operand === port.key) return yes('applied to the port itself');
      if (state.isIn(port, operand)) return yes(`applied to group ${nameOf(state, operand)}`);
      const group = state.group(operand);
      if (group === null) return matchPlace(operand, port);
      return group.unevaluated.length === 0
        ? NO
        : unknown(`group ${group.node.name} cannot be fully evaluated here: ${group.unevaluated.join('; ')}`);
    }),
  );
}
