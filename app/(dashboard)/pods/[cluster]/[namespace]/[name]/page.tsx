import type { Metadata } from 'next';
import { PodScreen } from '@/components/pods/pod-screen';
import { decodeSegment } from '@/components/url/segment';

interface Props {
  readonly params: Promise<{ readonly cluster: string; readonly namespace: string; readonly name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${decodeSegment(name)}, ${decodeSegment(namespace)}` };
}

export default async function PodPage({ params }: Props) {
  const { cluster, namespace, name } = await params;
  return (
    <PodScreen
      name={{ cluster: decodeSegment(cluster), namespace: decodeSegment(namespace), name: decodeSegment(name) }}
    />
  );
}
