import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { GraphNode, ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { firewallWorlds } from '@/tests/support/firewall-worlds';
import { endpointClasses, matrixOf } from './matrix';
import { type DfwWorld, liveWorld, reach } from './reach';
import { trafficOf } from './traffic';

function worldOf(changes: readonly ObjectChange[]): DfwWorld {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return liveWorld(topology.graph);
}

const portsOf = (world: DfwWorld): readonly GraphNode[] => [...world.graph.nodesOfKind('segment-port')];

describe('classes of endpoints', () => {
  it('answer for every pair as the pair itself does', () => {
    fc.assert(
      fc.property(
        firewallWorlds(),
        fc.constantFrom(trafficOf(6, 80), trafficOf(17, 53), trafficOf(1)),
        (changes, traffic) => {
          const world = worldOf(changes);
          const classes = endpointClasses(world, portsOf(world));
          const steps = matrixOf(world, classes, traffic);
          let step = steps.next();
          while (step.done !== true) step = steps.next();
          const { cells } = step.value;
          classes.forEach((from, row) => {
            classes.forEach((to, column) => {
              for (const a of from.ports) {
                for (const b of to.ports) {
                  if (a === b) continue;
                  const verdict = reach(world, {
                    from: { type: 'object', id: a.id },
                    to: { type: 'object', id: b.id },
                    traffic,
                  });
                  expect(verdict.outcome).toBe(cells[row]?.[column]?.outcome);
                }
              }
            });
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are fewer than the ports wherever ports carry the same', () => {
    const samples = fc.sample(firewallWorlds(), { numRuns: 30, seed: 7 }).map((changes) => {
      const world = worldOf(changes);
      return [endpointClasses(world, portsOf(world)).length, portsOf(world).length] as const;
    });
    expect(samples.every(([classes, ports]) => classes <= ports)).toBe(true);
    expect(samples.some(([classes, ports]) => classes < ports / 2)).toBe(true);
  });
});
