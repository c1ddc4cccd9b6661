import type { Metadata } from 'next';
import { ObjectScreen } from '@/components/details/object-screen';
import { pageTitle } from '@/components/details/page-title';
import { decodeSegment } from '@/components/url/segment';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: pageTitle(decodeSegment(id)) };
}

export default async function ObjectPage({ params }: Props) {
  const { id } = await params;
  return <ObjectScreen key={id} id={decodeSegment(id)} />;
}
