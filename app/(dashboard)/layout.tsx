import type { ReactNode } from 'react';
import { Shell } from '@/components/frame/shell';

/** Every screen stands in the frame, which holds the one live stream. */
export default function DashboardLayout({ children }: { readonly children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
