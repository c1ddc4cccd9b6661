import type { Metadata } from 'next';
import { PodsScreen } from '@/components/pods/pods-screen';

export const metadata: Metadata = { title: 'Pods' };

export default function PodsPage() {
  return <PodsScreen />;
}
