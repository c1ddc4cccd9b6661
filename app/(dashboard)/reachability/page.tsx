import type { Metadata } from 'next';
import { ReachScreen } from '@/components/reach/reach-screen';

export const metadata: Metadata = { title: 'Reachability' };

export default function ReachabilityPage() {
  return <ReachScreen />;
}
