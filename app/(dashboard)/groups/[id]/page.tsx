import type { Metadata } from 'next';
import { GroupScreen } from '@/components/groups/group-screen';
import { decodeSegment } from '@/components/url/segment';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: 'Group' };

export default async function GroupPage({ params }: Props) {
  const { id } = await params;
  return <GroupScreen id={decodeSegment(id)} />;
}
