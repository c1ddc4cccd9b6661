'use client';

import { Dialog } from '@/components/ui/dialog';
import { SHORTCUTS } from './shortcuts';

/** All keys and gestures. */
export function HelpDialog({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys and gestures"
      description="Every key and gesture that does something"
    >
      <div className="gap-6 p-4 sm:columns-2">
        {SHORTCUTS.map((section) => (
          <section key={section.title} className="break-inside-avoid pb-4">
            <h3 className="pb-1 font-medium text-xs text-muted">{section.title}</h3>
            <dl>
              {section.keys.map(([key, words]) => (
                <div key={key} className="flex gap-3 py-1">
                  <dt className="w-24 shrink-0 font-mono text-xs leading-5">{key}</dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
