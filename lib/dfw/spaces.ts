/** Paths of what a port lies in: its segment, its VPC, its project. */
export function placesOf(port: string): readonly string[] {
  const at = port.lastIndexOf('/ports/');
  const [project = '', vpc = ''] = [PROJECT.exec(port)?.[0], VPC.exec(port)?.[0]];
  return [at > 0 ? port.slice(0, at) : '', vpc, project].filter((path) => path !== '');
}

/** Whether a port is the object at the path, or lies in it, or has nothing to do with it: no object tells more. */
export const isPlace = (path: string): boolean => /\/(ports|segments|subnets|vpcs|projects)\/[^/]+$/.test(path);

const PROJECT = /^\/orgs\/[^/]+\/projects\/[^/]+/;
const VPC = /^\/orgs\/[^/]+\/projects\/[^/]+\/vpcs\/[^/]+/;
