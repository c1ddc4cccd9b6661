import type { Metadata } from 'next';
import { GroupReport } from '@/components/groups/group-report';
import { decodeSegment } from '@/components/url/segment';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: 'Group report' };

/** Stands outside the frame: it is made to be printed. */
export default async function GroupReportPage({ params }: Props) {
  const { id } = await params;
  return <GroupReport id={decodeSegment(id)} />;
}
