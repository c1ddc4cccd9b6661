import type { Metadata } from 'next';
import { ObjectScreen } from '@/components/details/object-screen';
import { decodeSegment } from '@/components/url/segment';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export const metadata: Metadata = { title: 'Object' };

export default async function ObjectPage({ params }: Props) {
  const { id } = await params;
  return <ObjectScreen key={id} id={decodeSegment(id)} />;
}
