import type { FirewallRule } from '@/lib/wire/firewall';
import type { MarkKind } from '@/lib/wire/rules';

/** What a mark is called. */
export const MARK_WORDS: Readonly<Record<MarkKind, string>> = {
  disabled: 'Disabled',
  empty: 'Names nobody',
  shadowed: 'Shadowed',
  redundant: 'Redundant',
  unreachable: 'Unreachable',
  order: 'Order undefined',
};

/** Marks that ask for somebody's attention; a rule that is disabled was disabled by somebody. */
export const PROBLEMS: readonly MarkKind[] = ['empty', 'shadowed', 'redundant', 'unreachable', 'order'];

type Operands = FirewallRule['sources'];

/** `web, db`; `not web`; `any`. */
export function operandWords(operands: Operands, excluded = false): string {
  if (operands.length === 0) return excluded ? 'nobody' : 'any';
  const names = operands.map(({ name }) => name).join(', ');
  return excluded ? `not ${names}` : names;
}

/** Which way a rule looks, in words. */
export const DIRECTION_WORDS: Readonly<Record<FirewallRule['direction'], string>> = {
  IN: 'in',
  OUT: 'out',
  IN_OUT: 'in and out',
};

/** The services of a rule with what else narrows the traffic. */
export function trafficWords({ services, ipProtocol, profiles }: FirewallRule): string {
  const family = ipProtocol === 'IPV4' ? 'IPv4 only' : ipProtocol === 'IPV6' ? 'IPv6 only' : null;
  const names = profiles.map((path) => `profile ${path.slice(path.lastIndexOf('/') + 1)}`);
  return [operandWords(services), ...(family === null ? [] : [family]), ...names].join(', ');
}
