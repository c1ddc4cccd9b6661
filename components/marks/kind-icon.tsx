import {
  ArrowLeftRight,
  Blocks,
  Box,
  Boxes,
  Cable,
  Copy,
  Database,
  Droplet,
  Droplets,
  EthernetPort,
  Folder,
  Globe,
  Grid2x2,
  Landmark,
  Layers,
  ListChecks,
  ListTree,
  Lock,
  LogIn,
  MapPin,
  Network,
  OctagonAlert,
  Plug,
  PlugZap,
  Route,
  Router,
  Scale,
  Server,
  ServerCog,
  Settings,
  Shield,
  ShieldAlert,
  ShieldOff,
  ShieldCheck,
  SquareDashed,
  Tag,
  Tags,
  Users,
  Waypoints,
  Workflow,
  CircleDot,
  type LucideIcon,
} from 'lucide-react';
import { isInVpc, kindNamed, pluralOf } from '@/lib/kinds';
import { unescapeKey } from '@/lib/model/ids';
import type { Networks } from '@/lib/view/view';

/** Icons a kind may name, by lucide's own kebab-case names. Listed so that the bundle holds these and not all of lucide. */
export const KIND_ICONS: Readonly<Record<string, LucideIcon>> = {
  'arrow-left-right': ArrowLeftRight,
  blocks: Blocks,
  box: Box,
  boxes: Boxes,
  cable: Cable,
  copy: Copy,
  database: Database,
  droplet: Droplet,
  droplets: Droplets,
  'ethernet-port': EthernetPort,
  folder: Folder,
  globe: Globe,
  'grid-2x2': Grid2x2,
  landmark: Landmark,
  layers: Layers,
  'list-checks': ListChecks,
  'list-tree': ListTree,
  lock: Lock,
  'log-in': LogIn,
  'map-pin': MapPin,
  network: Network,
  'octagon-alert': OctagonAlert,
  plug: Plug,
  'plug-zap': PlugZap,
  route: Route,
  router: Router,
  scale: Scale,
  server: Server,
  'server-cog': ServerCog,
  settings: Settings,
  shield: Shield,
  'shield-alert': ShieldAlert,
  'shield-off': ShieldOff,
  'shield-check': ShieldCheck,
  'square-dashed': SquareDashed,
  tag: Tag,
  tags: Tags,
  users: Users,
  waypoints: Waypoints,
  workflow: Workflow,
};

/** What a view calls a card that stands for many objects, perhaps of several kinds. */
const FOLD = 'fold';

/** The icon of a kind; a plain dot for a kind this build does not know. Decoration: the kind is always also in words. */
export function KindIcon({
  kind,
  size = 16,
  className,
}: {
  readonly kind: string;
  readonly size?: number;
  readonly className?: string;
}) {
  const Icon = kind === FOLD ? Layers : (KIND_ICONS[kindNamed(kind)?.presentation.icon ?? ''] ?? CircleDot);
  return <Icon size={size} aria-hidden className={className} strokeWidth={1.75} />;
}

/** What one object of a kind is called: `segment port`; with its id also `subnet port`. */
export function kindWord(kind: string, id = ''): string {
  if (kind === FOLD) return 'folded';
  const presentation = kindNamed(kind)?.presentation;
  if (presentation?.inVpc !== undefined && isInVpc(unescapeKey(id))) return presentation.inVpc.singular;
  return presentation?.singular ?? kind.replaceAll('-', ' ');
}

/** The same as the start of a sentence or a badge: `Segment port`. */
export function kindTitle(kind: string, id = ''): string {
  const word = kindWord(kind, id);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Several objects of a kind as the start of a sentence or a row: `Segment ports`, `Subnet ports` of VPCs, or both. */
export function kindsTitle(kind: string, networks: Networks = 'tier-1'): string {
  const presentation = kindNamed(kind)?.presentation;
  const word = presentation === undefined ? kind.replaceAll('-', ' ') : pluralOf(presentation, networks);
  return word.charAt(0).toUpperCase() + word.slice(1);
}
