import { type Answer, type ApiRequest, ok } from '../http/exchange';
import { pageRequest } from '../http/paging';
import type { Router } from '../http/router';
import type { JsonObject } from '../json';
import { applicationProblem, invalidFields, Problem } from '../problem';
import type { ManagerState } from '../state';
import { dslToLucene } from './dsl';
import { QuerySyntaxError } from './lexer';
import { parseQuery, type QueryNode } from './lucene';

/** A way in which the search is broken by a fault; `resourceType` limits it to one type's index. */
export interface SearchBreakage {
  readonly code: number;
  readonly resourceType: string | undefined;
}

const breakageTexts: Readonly<Record<number, string>> = {
  60508: 'Indexing is in progress, search results may be incomplete. Try again later.',
  60514: 'The search request timed out.',
  60515: 'The search index is out of sync. Reconcile it or try again later.',
  60576: 'The result page is too large to be returned, ask for a smaller page_size.',
};

/** The types a query is limited to; undefined when it may touch any. */
function typesOf(node: QueryNode): Set<string> | undefined {
  if (node.kind === 'term')
    return node.field === 'resource_type' && node.test.kind === 'equals' ? new Set([node.test.text]) : undefined;
  if (node.kind === 'and') return node.parts.map(typesOf).find((types) => types !== undefined);
  if (node.kind !== 'or') return undefined;
  const all = node.parts.map(typesOf);
  return all.some((types) => types === undefined) ? undefined : new Set(all.flatMap((types) => [...(types ?? [])]));
}

function pickFields(body: JsonObject, fields: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  for (const field of fields) {
    const [head = ''] = field.split('.');
    const value = body[head];
    if (value !== undefined) picked[head] = value;
  }
  return picked;
}

function broken(node: QueryNode, breakages: readonly SearchBreakage[]): Problem | undefined {
  const types = typesOf(node);
  for (const { code, resourceType } of breakages) {
    if (resourceType !== undefined && types !== undefined && !types.has(resourceType.toLowerCase())) continue;
    return searchProblem(code, breakageTexts[code] ?? 'The search failed.');
  }
  return undefined;
}

const searchProblem = (code: number, message: string) =>
  applicationProblem(code === 60576 ? 503 : 400, code, message, 'nsx-search');

function parse(text: string): QueryNode | Problem {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    return applicationProblem(
      400,
      60507,
      `The search query '${text}' has a syntax error: ${error.message}.`,
      'nsx-search',
    );
  }
}

function answerSearch(
  state: ManagerState,
  request: ApiRequest,
  text: string,
  breakages: readonly SearchBreakage[],
): Answer | Problem {
  const page = pageRequest(request.query);
  if (page instanceof Problem) return page;
  const node = parse(text);
  if (node instanceof Problem) return node;
  const failure = broken(node, breakages);
  if (failure !== undefined) return failure;
  const start = page.cursor === undefined ? 0 : Number(page.cursor);
  if (!/^\d+$/.test(page.cursor ?? '0')) return invalidFields([`cursor '${page.cursor ?? ''}' is not valid`]);
  const { searchWindow, searchPageBytes } = state.tuning;
  if (start >= searchWindow && start > 0) {
    return searchProblem(
      60509,
      `The search window is limited to the first ${searchWindow} results, the cursor asks for those from ${start} on.`,
    );
  }
  const viewer = request.caller.name;
  const order = { by: page.sortBy, ascending: page.ascending };
  const hits = state.search.find(node, order, `${text}\n${page.sortBy ?? ''}\n${page.ascending}`, ({ key, body }) =>
    state.hit(key, body, viewer),
  );
  const shown = hits
    .slice(start, Math.min(start + page.size, searchWindow))
    .map(({ key, body }) => state.hit(key, body, viewer));
  const fields = (request.query.get('included_fields') ?? '').split(',').filter((field) => field !== '');
  const results = fields.length === 0 ? shown : shown.map((body) => pickFields(body, fields));
  if (searchPageBytes > 0 && JSON.stringify(results).length > searchPageBytes)
    return searchProblem(60576, breakageTexts[60576] ?? '');
  // The cursor is the offset of the next hit and is given on the last page too.
  return ok({
    results,
    result_count: hits.length,
    cursor: String(start + shown.length),
    sort_ascending: page.ascending,
    ...(page.sortBy === undefined ? {} : { sort_by: page.sortBy }),
  });
}

/** Search by query string and by the small DSL, at the Policy root and at the Manager root. */
export function addSearchRoutes(router: Router, state: ManagerState, breakages: () => readonly SearchBreakage[]): void {
  const query = (request: ApiRequest) => {
    const text = request.query.get('query');
    return text === null || text === ''
      ? invalidFields(['query is required'])
      : answerSearch(state, request, text, breakages());
  };
  router.add('GET', '/search/query', query);
  router.add('GET', '/search', query);
  router.add('GET', '/search/dsl', (request) => {
    const text = dslToLucene(request.query.get('query') ?? '');
    return text instanceof Problem ? text : answerSearch(state, request, text, breakages());
  });
  router.add('GET', '/search/reconcile/status', () => ok({ action: 'REGULAR_INDEXING', status: 'DONE' }));
}
