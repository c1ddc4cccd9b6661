import { kindTitle } from '@/components/marks/kind-icon';

/** What the page of an object is called before the object has been read: its kind, and of NSX the last part of its path. */
export function pageTitle(id: string): string {
  const [plane, , kind = '', ...key] = id.split(':');
  if (kind === '') return 'Object';
  const last = key.join(':').split('~1').at(-1)?.replaceAll('~0', '~') ?? '';
  return plane === 'nsx' && last !== '' ? `${kindTitle(kind, id)} ${last}` : kindTitle(kind, id);
}
