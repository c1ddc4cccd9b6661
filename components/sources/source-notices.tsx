'use client';

import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import { TextWithTimes } from '@/components/ui/relative-time';
import type { SourceStatus } from '@/lib/model/source-status';
import { adviceOn, adviceOnKinds, hiddenBy } from './advice';
import { missingKinds } from './summary';

/** What is wrong with a source: why, what that hides, and what to do. */
export function SourceNotices({ source }: { readonly source: SourceStatus }) {
  const { state, plane, kinds, warnings } = source;
  const kindAdvice = adviceOnKinds(plane, kinds);
  const why = state === 'partial' ? missingKinds(source) : source.reason;
  const isToldWhy = why !== null || state === 'starting';
  return (
    <div className="flex flex-col gap-2 px-4 pt-3 empty:hidden">
      {isToldWhy && (
        <Notice tone={state === 'failed' ? 'failed' : state === 'starting' ? 'info' : 'warning'}>
          <Sentences of={[why, hiddenBy(source), adviceOn(source), ...kindAdvice]} />
        </Notice>
      )}
      {warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          <TextWithTimes text={warning} />
        </Notice>
      ))}
      {!isToldWhy && kindAdvice.length > 0 && (
        <Notice tone="info">
          <Sentences of={kindAdvice} />
        </Notice>
      )}
    </div>
  );
}

function Sentences({ of }: { readonly of: readonly (string | null)[] }): ReactNode {
  const said = of.filter((words) => words !== null);
  return said.map((words) => (
    <p key={words} className="max-w-[960px]">
      <TextWithTimes text={words} />
    </p>
  ));
}
