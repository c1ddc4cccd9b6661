'use client';

import { Copy } from 'lucide-react';
import { useObject } from '@/components/data/queries';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/clipboard';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';

const OPEN_DEPTH = 2;

/** The raw object, read from its source when this is first shown. */
export function RawObject({ id, title }: { readonly id: string; readonly title: string }) {
  const query = useObject(id, { raw: true, enabled: true });
  const raw = query.data?.raw;
  return (
    <section aria-label={title} className="pb-5">
      <div className="flex items-center justify-between pb-1">
        <h3 className="font-medium text-muted text-xs">{title}</h3>
        {raw?.state === 'read' && (
          <Button
            look="quiet"
            className="h-7 text-xs"
            onClick={() => void copyText(JSON.stringify(raw.object, null, 2))}
          >
            <Copy size={12} aria-hidden />
            Copy
          </Button>
        )}
      </div>
      {query.isPending && <div className="skeleton h-40" role="status" aria-label="Reading the object" />}
      {query.isError && <Notice tone="failed">{`The object could not be read. ${query.error.message}`}</Notice>}
      {raw?.state === 'unavailable' && <Notice tone="warning">{`The source gave no raw object: ${raw.reason}`}</Notice>}
      {raw?.state === 'read' && (
        <>
          <p className="pb-2 text-muted text-xs">
            Read <RelativeTime at={Date.parse(raw.at)} />
            {raw.redacted.length > 0 && `; taken out: ${raw.redacted.join(', ')}`}
          </p>
          <div className="overflow-x-auto rounded-md bg-raised p-2 font-mono text-xs leading-[18px]">
            <JsonValue value={raw.object} depth={0} />
          </div>
        </>
      )}
    </section>
  );
}

function JsonValue({
  value,
  name,
  depth,
}: {
  readonly value: unknown;
  readonly name?: string;
  readonly depth: number;
}) {
  const label = name === undefined ? null : <span className="text-muted">{`${name}: `}</span>;
  if (value === null || typeof value !== 'object') {
    return (
      <div className="whitespace-pre-wrap break-all">
        {label}
        {typeof value === 'string' ? value : String(value)}
      </div>
    );
  }
  const entries = Object.entries(value);
  const shape = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details open={depth < OPEN_DEPTH}>
      <summary className="cursor-pointer">
        {label}
        <span className="text-muted">{shape}</span>
      </summary>
      <div className="border-strong border-l pl-3">
        {entries.map(([key, entry]) => (
          <JsonValue key={key} name={key} value={entry} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}
