import { RequestFailure } from '@/components/data/fetch-json';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';

/** An object that could not be shown: gone, or not readable, with what to do. */
export function PanelFailure({
  what,
  error,
  retry,
}: {
  readonly what: string;
  readonly error: Error | null;
  readonly retry: () => void;
}) {
  const gone = error instanceof RequestFailure && error.status === 404;
  return (
    <Empty title={gone ? 'No longer there' : 'Could not be read'} action={<Button onClick={retry}>Try again</Button>}>
      {gone
        ? `${what} is not known to any source now. It may have been deleted, or a source that knows it is not being read.`
        : (error?.message ?? what)}
    </Empty>
  );
}
