import { listFact, type LiveReads, oneFact } from '../live';
import { isObject, type Json, numberOf, objectsOf, textOf, textsOf } from '../reading';

/** Whether a port is attached, where, and which addresses NSX has bound to it. */
export const portRuntime: LiveReads = (node) => [
  {
    what: 'the state of the port',
    path: `${node.key}/state`,
    facts: (answer) => {
      const attachment = isObject(answer.attachment) ? answer.attachment : {};
      return [
        ...oneFact('attached', 'Attached', textOf(attachment.state)),
        ...listFact('bound', 'Bound addresses', objectsOf(answer.realized_bindings).map(bindingWords), true),
        ...listFact('seen', 'Addresses seen', objectsOf(answer.discovered_bindings).map(bindingWords), true),
        ...listFact('duplicates', 'Also on another port', objectsOf(answer.duplicate_bindings).map(twinWords), true),
        ...listFact('transportNodes', 'Transport nodes', textsOf(answer.transport_node_ids), true),
      ];
    },
  },
];

function bindingWords(entry: Json): string {
  const binding = isObject(entry.binding) ? entry.binding : entry;
  const vlan = numberOf(binding.vlan);
  const parts = [textOf(binding.ip_address), textOf(binding.mac_address), vlan === null ? null : `VLAN ${vlan}`];
  return parts.filter((part) => part !== null).join(' ');
}

function twinWords(entry: Json): string {
  const port = textOf(entry.conflicting_port);
  return `${bindingWords(entry)}${port === null ? '' : ` on ${port}`}`;
}
