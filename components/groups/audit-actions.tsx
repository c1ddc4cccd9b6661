'use client';

import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { readGroupAudit } from '@/components/data/group-audit';
import { Button, buttonClass } from '@/components/ui/button';
import { downloadText } from '@/components/ui/clipboard';
import { cn } from '@/components/ui/cn';
import type { GroupAudit } from '@/lib/wire/group-audit';
import { auditCsv } from './audit-file';

const FORMATS = [
  { name: 'CSV', type: 'text/csv', text: auditCsv },
  { name: 'JSON', type: 'application/json', text: (audit: GroupAudit) => `${JSON.stringify(audit, null, 2)}\n` },
] as const;

/** The members as evidence: read anew when asked for, with time, sources and a digest. */
export function AuditActions({ id, name }: { readonly id: string; readonly name: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const save = async ({ name: format, type, text }: (typeof FORMATS)[number]): Promise<void> => {
    setFailure(null);
    try {
      const audit = await readGroupAudit(id, new AbortController().signal);
      downloadText(`portolan-group-${name}-${audit.at.replaceAll(':', '')}.${format.toLowerCase()}`, type, text(audit));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <span className="flex flex-wrap items-center justify-end gap-1">
      {failure !== null && <span role="alert" className="text-failed">{`Not saved. ${failure}`}</span>}
      {FORMATS.map((format) => (
        <Button key={format.name} look="quiet" onClick={() => void save(format)} aria-label={`Audit as ${format.name}`}>
          <Download size={14} aria-hidden />
          {format.name}
        </Button>
      ))}
      <a
        className={cn(buttonClass('quiet'))}
        href={`/groups/${encodeURIComponent(id)}/report`}
        target="_blank"
        rel="noreferrer"
      >
        <Printer size={14} aria-hidden />
        Report
      </a>
    </span>
  );
}
