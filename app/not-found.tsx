import { NotFound } from '@/components/frame/not-found';
import { Shell } from '@/components/frame/shell';

/** An address that is no screen, shown within the frame. */
export default function RootNotFound() {
  return (
    <Shell>
      <NotFound />
    </Shell>
  );
}
