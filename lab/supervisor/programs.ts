import type { World } from '../worlds';

/** Every program the lab can run; those ending in a number serve a world's second cluster. */
export const programNames = ['kubernetes', 'nsx', 'ncp', 'kubernetes-2', 'ncp-2', 'operator', 'operator-2'] as const;
export type ProgramName = (typeof programNames)[number];

/** What kind of program it is; an operator stands where NCP stands in other clusters. */
export type ProgramKind = 'kubernetes' | 'nsx' | 'ncp';

/** The kinds a person can ask for. */
export const programKinds: readonly ProgramKind[] = ['kubernetes', 'nsx', 'ncp'];

/** Kind of a program. */
export function kindOf(name: ProgramName): ProgramKind {
  if (name === 'nsx') return 'nsx';
  return name.startsWith('kubernetes') ? 'kubernetes' : 'ncp';
}

/** The programs of one cluster. */
export interface ClusterPrograms {
  readonly kubernetes: 'kubernetes' | 'kubernetes-2';
  readonly agent: 'ncp' | 'ncp-2' | 'operator' | 'operator-2';
}

/** Which programs serve the world's clusters, in their order; a lab has room for two. */
export function clusterPrograms(world: World): readonly ClusterPrograms[] {
  if (world.clusters.length > 2) throw new Error(`world ${world.name} has more than two clusters`);
  return world.clusters.map(({ agent = 'ncp' }, index) =>
    index === 0
      ? { kubernetes: 'kubernetes', agent }
      : { kubernetes: 'kubernetes-2', agent: agent === 'ncp' ? 'ncp-2' : 'operator-2' },
  );
}

/** Every program a world needs: NSX first, agents last. */
export function programsFor(world: World): readonly ProgramName[] {
  const clusters = clusterPrograms(world);
  return ['nsx', ...clusters.map(({ kubernetes }) => kubernetes), ...clusters.map(({ agent }) => agent)];
}

/** Offset of a program's port from the base; the supervisor's own control port is at 3. */
export const portOffsets: Readonly<Record<ProgramName, number>> = {
  kubernetes: 0,
  nsx: 1,
  ncp: 2,
  'kubernetes-2': 4,
  'ncp-2': 5,
  operator: 6,
  'operator-2': 7,
};

/** Ports used where they are free and none are asked for. */
export const defaultPorts: Readonly<Record<ProgramName, number>> = {
  kubernetes: 16_443,
  nsx: 18_443,
  ncp: 18_444,
  'kubernetes-2': 16_444,
  'ncp-2': 18_445,
  operator: 18_446,
  'operator-2': 18_447,
};
