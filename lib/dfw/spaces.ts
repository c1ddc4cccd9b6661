/** Where a policy path lies: in a VPC, in a project, or in the default space, which is written as nothing. */
export function spaceOf(path: string): string {
  return spacesOf(path)[0] ?? '';
}

/** The VPC and the project that a path lies in, the smaller first; none in the default space. */
export function spacesOf(path: string): readonly string[] {
  if (!path.startsWith('/orgs/')) return [];
  return [VPC, PROJECT].flatMap((pattern) => pattern.exec(path)?.[0] ?? []);
}

const PROJECT = /^\/orgs\/[^/]+\/projects\/[^/]+\//;
const VPC = /^\/orgs\/[^/]+\/projects\/[^/]+\/vpcs\/[^/]+\//;

/** Whether the object at a path lies in a space: all do in the default one, those of its VPCs in a project too. */
export const isWithin = (path: string, space: string): boolean => path.startsWith(space);

/** The path of the segment, or subnet of a VPC, that a port is on. */
export function segmentPathOf(port: string): string {
  return port.slice(0, Math.max(0, port.lastIndexOf('/ports/')));
}

/** Whether a port is the object at the path, or lies in it, or has nothing to do with it: no object tells more. */
export const isPlace = (path: string): boolean => /\/(ports|segments|subnets|vpcs|projects)\/[^/]+$/.test(path);

/** Whether the object at a path lies in a VPC. */
export const isOfVpc = (path: string): boolean => path.startsWith('/orgs/') && path.includes('/vpcs/');
