import { Box, FlaskConical, ListChecks, type LucideIcon, Map as MapIcon, RadioTower, Route, Users } from 'lucide-react';

/** One entry of the rail. */
export interface PageLink {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The screens there are; one that does not exist yet has no entry. */
export const PAGES: readonly PageLink[] = [
  { href: '/', label: 'Map', icon: MapIcon },
  { href: '/pods', label: 'Pods', icon: Box },
  { href: '/groups', label: 'Groups', icon: Users },
  { href: '/rules', label: 'Rules', icon: ListChecks },
  { href: '/reachability', label: 'Reachability', icon: Route },
  { href: '/what-if', label: 'What if', icon: FlaskConical },
  { href: '/sources', label: 'Sources', icon: RadioTower },
];

/** Whether a path is the page of a link or below it. */
export function isCurrent(href: string, path: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
