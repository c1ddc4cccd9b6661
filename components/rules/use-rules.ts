'use client';

import { everyRow, type PagedList, usePagedRows } from '@/components/data/paged-rows';
import { type RuleParams, withRuleParams } from '@/components/url/rule-params';
import { type ListedRule, type RulesResponse, rulesResponseSchema } from '@/lib/wire/rules';

/** Which rules; they always come in order of evaluation. */
export interface RulesQuestion extends RuleParams {
  readonly text: string;
}

const RULES: PagedList<RulesQuestion, RulesResponse> = {
  name: 'rules',
  path: '/api/v1/rules',
  query: ({ text, ...params }) => {
    const query = withRuleParams(new URLSearchParams(), params);
    if (text.trim() !== '') query.set('filter', text.trim());
    return query;
  },
  schema: rulesResponseSchema,
};

/** The pages of the rules that are looked at. */
export const useRules = (question: RulesQuestion) =>
  usePagedRows<RulesQuestion, ListedRule, RulesResponse>(RULES, question);

/** Every row of a question, for a file. */
export const everyRule = (question: RulesQuestion, signal: AbortSignal): Promise<readonly ListedRule[]> =>
  everyRow(RULES, question, { keyOf: (row) => row.node.id, signal });
