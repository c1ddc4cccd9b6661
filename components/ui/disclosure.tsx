'use client';

import { type ReactNode, useState } from 'react';

/** A part that is closed at first; its content is mounted, and so read, only once it is opened. */
export function Disclosure({ title, children }: { readonly title: string; readonly children: () => ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details
      className="rounded-lg border border-line bg-surface p-4"
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary className="cursor-pointer font-semibold text-base">{title}</summary>
      {opened && children()}
    </details>
  );
}
