import { type LiveReads, oneFact } from '../live';
import { isObject, type Json, numberOf, textOf } from '../reading';

/** How a transport node fares, and the channel over which NCP's agent on it is told of Pods. */
export const nodeRuntime: LiveReads = (node) => [
  {
    what: 'its status',
    path: `${node.key}/status`,
    facts: (answer) => [
      ...oneFact('runtime', 'Runtime status', textOf(answer.status)),
      ...oneFact('management', 'Management connection', textOf(answer.mgmt_connection_status)),
      ...oneFact('control', 'Controller connection', countsOf(answer.control_connection_status)),
      ...oneFact('tunnels', 'Tunnels', countsOf(answer.tunnel_status)),
    ],
  },
  {
    what: 'its channel to the container agents',
    path: `${node.key}/hyperbus-status`,
    facts: (answer) => oneFact('hyperbus', 'Hyperbus', textOf(answer.hyperbus_status)),
  },
];

/** `UP (2 up, 1 down)`. */
function countsOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  const status = textOf(value.status);
  const counts = COUNTS.flatMap(([field, word]) => countWords(value, field, word));
  if (status === null) return counts.length === 0 ? null : counts.join(', ');
  return counts.length === 0 ? status : `${status} (${counts.join(', ')})`;
}

const COUNTS = [
  ['up_count', 'up'],
  ['degraded_count', 'degraded'],
  ['down_count', 'down'],
] as const;

function countWords(value: Json, field: string, word: string): readonly string[] {
  const count = numberOf(value[field]);
  return count === null || count === 0 ? [] : [`${count} ${word}`];
}
