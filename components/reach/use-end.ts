import { useObject, usePod } from '@/components/data/queries';
import type { NodeRef } from '@/lib/wire/details';
import type { ShownEnd } from './end-field';
import { endName, endOf, OUTSIDE } from './reach-params';

/** What an answer says about an end; null while there is none. */
type Answered = Pick<ShownEnd, 'name' | 'node'> | null;

/** An end as the form shows it. An answer takes both ends: until there is one, what the end is called is read by itself. */
export function useEnd(text: string | null, answered: Answered): ShownEnd {
  const end = text === null || answered !== null ? null : endOf(text);
  const [cluster, namespace, name] = end !== null && 'pod' in end ? end.pod : NO_POD;
  const id = end !== null && 'id' in end ? end.id : '';
  const pod = usePod({ cluster, namespace, name }, cluster !== '');
  const object = useObject(id, { raw: false, enabled: id !== '' });
  if (text === null) return { text, name: null, node: null };
  if (text === 'outside') return { text, name: OUTSIDE, node: null };
  if (answered !== null) return { text, ...answered };
  const node: NodeRef | null = (id === '' ? pod.data?.pod : object.data?.node) ?? null;
  if (node !== null) return { text, name: node.name, node };
  return { text, name: id === '' ? endName(text) : object.isError ? 'Not known now' : 'Reading its name…', node };
}

const NO_POD = ['', '', ''] as const;
