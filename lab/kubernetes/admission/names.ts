import type { ResourceDefinition } from '../store/contract';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const labelFault =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomainFault =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const qualifiedFault =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const valueFault =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function atMost(name: string, limit: number): string | undefined {
  return name.length > limit ? `must be no more than ${limit} characters` : undefined;
}

/** What is wrong with an object's name: a DNS label for Namespaces and Services, a path segment for RBAC, else a subdomain. */
export function nameFault(definition: Pick<ResourceDefinition, 'group' | 'kind'>, name: string): string | undefined {
  if (definition.group === 'rbac.authorization.k8s.io') {
    return name === '.' || name === '..' || /[/%]/.test(name) ? `may not contain '/' or '%'` : undefined;
  }
  if (definition.group === '' && (definition.kind === 'Namespace' || definition.kind === 'Service')) {
    return label.test(name) ? atMost(name, 63) : labelFault;
  }
  return subdomain.test(name) ? atMost(name, 253) : subdomainFault;
}

/** What is wrong with a label or annotation key. */
export function qualifiedNameFault(key: string): string | undefined {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  if (slash >= 0 && !subdomain.test(key.slice(0, slash))) return `prefix part ${subdomainFault}`;
  if (name.length > 63) return 'name part must be no more than 63 characters';
  return qualifiedPart.test(name) ? undefined : qualifiedFault;
}

/** What is wrong with a label value. */
export function isLabelValue(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  if (value === '') return undefined;
  return qualifiedPart.test(value) ? atMost(value, 63) : valueFault;
}
