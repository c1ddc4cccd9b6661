'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import { downloadText } from './clipboard';

const DOWNLOAD_MS = 60_000;

/** Every row of a question as a file, whatever is on the screen. */
export function RowDownloads<Row>({
  name,
  read,
  csv,
  json,
  disabled,
}: {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly read: (signal: AbortSignal) => Promise<readonly Row[]>;
  readonly csv: (rows: readonly Row[]) => string;
  readonly json: (rows: readonly Row[]) => string;
  readonly disabled: boolean;
}) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const save = async (ending: string, type: string, write: (rows: readonly Row[]) => string) => {
    setState('busy');
    try {
      downloadText(`${name}.${ending}`, type, write(await read(AbortSignal.timeout(DOWNLOAD_MS))));
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <span className="flex shrink-0 items-center">
      <span role="status" className="px-2 text-failed">
        {state === 'failed' && 'The rows could not be read.'}
      </span>
      <Button look="quiet" disabled={disabled || state === 'busy'} onClick={() => void save('csv', 'text/csv', csv)}>
        <Download size={14} aria-hidden />
        CSV
      </Button>
      <Button
        look="quiet"
        disabled={disabled || state === 'busy'}
        onClick={() => void save('json', 'application/json', json)}
      >
        <Download size={14} aria-hidden />
        JSON
      </Button>
    </span>
  );
}
