/** Groups, addresses and the exclude list of NSX, evaluated as plainly as their description reads; see naive-firewall.ts. */
export type Body = Readonly<Record<string, unknown>>;
/** Policy path -> body. */
export type Objects = ReadonlyMap<string, Body>;

export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
export const bodies = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
export const under = (objects: Objects, part: RegExp): [string, Body][] =>
  [...objects].filter(([path]) => part.test(path));
const ports = (objects: Objects): [string, Body][] => under(objects, /\/ports\/[^/]+$/);

function addressesOf(body: Body): string[] {
  return bodies(body.address_bindings).map(({ ip_address }) => String(ip_address));
}

export function portAt(objects: Objects, address: string): string | null {
  return ports(objects).find(([, body]) => addressesOf(body).some((one) => same(one, address)))?.[0] ?? null;
}

export function groupHoldsAddress(objects: Objects, group: string, address: string): boolean {
  const listed = nestedGroups(objects, group).flatMap((path) =>
    elementsOf(objects, path).flatMap((element) => texts(element.ip_addresses)),
  );
  if (listed.some((entry) => holds(entry, address))) return true;
  const members = memberPorts(objects, group, new Set());
  return [...members].some((port) => addressesOf(objects.get(port) ?? {}).some((one) => same(one, address)));
}

const elementsOf = (objects: Objects, group: string): Body[] => bodies(objects.get(group)?.expression);

/** The group and all that it nests. */
function nestedGroups(objects: Objects, group: string): string[] {
  const found = [group];
  for (const one of found) {
    for (const path of elementsOf(objects, one).flatMap((element) => texts(element.paths))) {
      if (path.includes('/groups/') && !found.includes(path)) found.push(path);
    }
  }
  return found;
}

export function memberPorts(objects: Objects, group: string, asked: Set<string>): Set<string> {
  if (asked.has(group)) return new Set();
  asked.add(group);
  const elements = elementsOf(objects, group);
  let members = new Set<string>();
  elements.forEach((element, index) => {
    if (element.resource_type === 'ConjunctionOperator') return;
    const own = portsOfElement(objects, element, asked);
    const joint = index === 0 ? 'OR' : String(elements[index - 1]?.conjunction_operator);
    members = joint === 'AND' ? new Set([...members].filter((port) => own.has(port))) : new Set([...members, ...own]);
  });
  return members;
}

function portsOfElement(objects: Objects, element: Body, asked: Set<string>): Set<string> {
  const all = ports(objects).map(([path]) => path);
  if (element.resource_type === 'Condition') return new Set(all.filter((port) => meets(objects, port, element)));
  if (element.resource_type === 'NestedExpression') {
    const conditions = bodies(element.expressions).filter((one) => one.resource_type === 'Condition');
    return new Set(all.filter((port) => conditions.every((condition) => meets(objects, port, condition))));
  }
  if (element.resource_type !== 'PathExpression') return new Set();
  return new Set(
    texts(element.paths).flatMap((path) => {
      if (path.includes('/groups/')) return [...memberPorts(objects, path, asked)];
      return all.filter((port) => port === path || port.startsWith(`${path}/ports/`));
    }),
  );
}

function meets(objects: Objects, port: string, condition: Body): boolean {
  const type = String(condition.member_type);
  const ofPort = type === 'SegmentPort' || type === 'LogicalPort';
  const ofSegment = type === 'Segment' || type === 'LogicalSwitch';
  if (!ofPort && !ofSegment) return false;
  const body = objects.get(ofPort ? port : port.slice(0, port.indexOf('/ports/'))) ?? {};
  const value = String(condition.value);
  if (condition.key === 'Name') return compares(String(condition.operator), String(body.display_name), value);
  const [scope, tag] = value.includes('|')
    ? [value.slice(0, value.indexOf('|')), value.slice(value.indexOf('|') + 1)]
    : ['', value];
  const tags = bodies(body.tags);
  const scoped = tags.filter((one) => scope === '' || compares('EQUALS', String(one.scope ?? ''), scope));
  if (condition.scope_operator === 'NOTEQUALS') return scoped.length === 0;
  if (tag === '') return scoped.length > 0;
  const values = scoped.map((one) => String(one.tag ?? ''));
  switch (condition.operator) {
    case 'NOTEQUALS':
      return !values.some((one) => compares('EQUALS', one, tag));
    case 'NOTIN':
      return !values.some((one) => tag.split(',').some((listed) => compares('EQUALS', one, listed)));
    default:
      return values.some((one) => compares(String(condition.operator), one, tag));
  }
}

function compares(operator: string, text: string, wanted: string): boolean {
  const [a, b] = [text.toLowerCase(), wanted.toLowerCase()];
  if (operator === 'CONTAINS') return a.includes(b);
  if (operator === 'STARTSWITH') return a.startsWith(b);
  if (operator === 'ENDSWITH') return a.endsWith(b);
  return a === b;
}

export function isExcluded(objects: Objects, port: string): boolean {
  const [, list] = under(objects, /\/exclude-list$/)[0] ?? [];
  return texts(list?.members).some(
    (member) =>
      member === port || port.startsWith(`${member}/ports/`) || memberPorts(objects, member, new Set()).has(port),
  );
}

// Addresses

const same = (a: string, b: string): boolean => bits(a) === bits(b);

/** All bits as text: 32 of them or 128. */
function bits(address: string): string {
  if (!address.includes(':')) {
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  }
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const parts = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return parts.map((part) => Number.parseInt(part, 16).toString(2).padStart(16, '0')).join('');
}

export function holds(entry: string, address: string): boolean {
  const own = bits(address);
  if (entry.includes('-')) {
    const [first = '', last = ''] = entry.split('-').map(bits);
    return first.length === own.length && first <= own && own <= last;
  }
  const [network = '', length] = entry.split('/');
  const prefix = bits(network);
  const size = length === undefined ? prefix.length : Number(length);
  return prefix.length === own.length && prefix.slice(0, size) === own.slice(0, size);
}
