'use client';

import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';

/** A screen that broke: the frame stays, the screen can be tried again. */
export default function ScreenError({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  return (
    <Empty title="This screen broke" action={<Button onClick={reset}>Try again</Button>}>
      <p>This is a mistake in Portolan, not in your clusters. The other screens still work.</p>
      <p className="pt-2 font-mono text-xs">{error.digest ?? error.message}</p>
    </Empty>
  );
}
