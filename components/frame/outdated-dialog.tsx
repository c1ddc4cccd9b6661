'use client';

import { useLiveState } from '@/components/live/hooks';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Shown when the server speaks another version than this page: nothing more arrives until a reload. */
export function OutdatedDialog() {
  const { status } = useLiveState();
  if (status.state !== 'outdated') return null;
  return (
    <div
      role="alert"
      className="fixed inset-x-0 bottom-16 z-50 mx-auto w-fit max-w-[calc(100vw-32px)] shadow-float lg:bottom-6"
    >
      <Notice
        tone="warning"
        action={
          <Button look="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        <p className="font-medium">Portolan was updated</p>
        <p className="text-muted">
          This page is of an older version and shows nothing new. Reloading keeps what you are looking at.
        </p>
      </Notice>
    </div>
  );
}
