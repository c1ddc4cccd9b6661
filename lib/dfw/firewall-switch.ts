import { nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries, SourceId } from '../model';
import { managerName } from './manager-name';
import { isWithin, spaceOf } from './spaces';
import { type Match, NO, unknown, yes } from './traffic';

const KINDS = nsxKinds().filter(({ dfw }) => dfw === 'switch');

/**
 * Whether the distributed firewall is off at a port. Off for its NSX Manager, it is off everywhere; off for its project, what
 * is left of the rules of the default space is not documented. What has not been read is taken to be on.
 */
export function switchedOffAt(graph: GraphQueries, port: GraphNode): Match {
  let off: Match = NO;
  // Loops where calls would read better: every port is asked for when ports are sorted into classes.
  for (const { name } of KINDS)
    for (const { source, key, facts } of graph.nodesOfKind(name)) {
      if (source !== port.source || facts.enabled !== false) continue;
      if (spaceOf(key) === '') return yes(OFF);
      if (isWithin(port.key, spaceOf(key)))
        off = unknown(`${whose(key)}, and what that leaves of rules is not documented`);
    }
  return off;
}

/** Whether the NSX Manager has told that its firewall is on, or off. */
export const hasSwitch = (graph: GraphQueries, source: SourceId): boolean =>
  switches(graph).some((node) => node.source === source && spaceOf(node.key) === '' && node.facts.enabled !== null);

/** What is switched off, in whole sentences. */
export function offNotices(graph: GraphQueries): string[] {
  return switches(graph)
    .filter(({ facts }) => facts.enabled === false)
    .map(({ source, key }) =>
      spaceOf(key) === ''
        ? `The distributed firewall of NSX ${managerName(source)} is switched off: none of its rules is enforced.`
        : `In NSX ${managerName(source)} ${whose(key)}: what is enforced at the ports there is not known.`,
    )
    .sort();
}

const OFF = 'the distributed firewall of the NSX Manager is switched off, so that no rule is enforced';

const whose = (key: string): string =>
  `the distributed firewall of project ${spaceOf(key).split('/').at(-2) ?? ''} is switched off`;

const switches = (graph: GraphQueries): readonly GraphNode[] =>
  KINDS.flatMap(({ name }) => [...graph.nodesOfKind(name)]);
