'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { MARK_KINDS, type MarkKind } from '@/lib/wire/rules';

/** Which rules are asked for, beside the text that every table has. */
export interface RuleParams {
  readonly manager: string | null;
  readonly categories: readonly string[];
  readonly actions: readonly string[];
  readonly marks: readonly MarkKind[];
  /** Id of the Pod, group, service or policy that they are about. */
  readonly about: string | null;
  readonly address: string | null;
}

export const NO_RULE_PARAMS: RuleParams = {
  manager: null,
  categories: [],
  actions: [],
  marks: [],
  about: null,
  address: null,
};

/** Reads the query; unknown values are left out rather than break a shared link. */
export function readRuleParams(query: URLSearchParams): RuleParams {
  return {
    manager: query.get('manager'),
    categories: [...new Set(query.getAll('category'))],
    actions: [...new Set(query.getAll('action'))],
    marks: MARK_KINDS.filter((kind) => query.getAll('mark').includes(kind)),
    about: query.get('about'),
    address: query.get('address'),
  };
}

/** The query with these parameters in place of those it holds; all else in it stays. The API knows them by the same names. */
export function withRuleParams(query: URLSearchParams, params: RuleParams): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of ['manager', 'category', 'action', 'mark', 'about', 'address']) next.delete(name);
  if (params.manager !== null) next.set('manager', params.manager);
  for (const category of params.categories) next.append('category', category);
  for (const action of params.actions) next.append('action', action);
  for (const mark of params.marks) next.append('mark', mark);
  if (params.about !== null) next.set('about', params.about);
  if (params.address !== null) next.set('address', params.address);
  return next;
}

/** The filters of the table of rules, read from and written to the URL. */
export function useRuleParams(): readonly [RuleParams, (change: Partial<RuleParams>) => void] {
  const query = useSearchParams();
  const params = useMemo(() => readRuleParams(new URLSearchParams(query.toString())), [query]);
  const update = useCallback((change: Partial<RuleParams>) => {
    // As in `useMapParams`, the address bar is the truth.
    const now = new URLSearchParams(location.search);
    const next = withRuleParams(now, { ...readRuleParams(now), ...change }).toString();
    history.replaceState(null, '', `${location.pathname}${next === '' ? '' : `?${next}`}`);
  }, []);
  return [params, update];
}
