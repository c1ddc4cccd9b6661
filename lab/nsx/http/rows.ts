import type { Json } from '../json';
import { Problem } from '../problem';
import type { NsxTuning } from '../tuning';
import { type Answer, type ApiRequest, ok } from './exchange';
import { pageRequest, rowPage } from './paging';

/** Answers one page of computed rows, in the order given. */
export function answerRows(
  { tuning }: { readonly tuning: NsxTuning },
  request: ApiRequest,
  entries: readonly Json[],
): Answer | Problem {
  const page = pageRequest(request.query);
  if (page instanceof Problem) return page;
  const envelope = rowPage(entries, page, tuning.lastCursor);
  return envelope instanceof Problem ? envelope : ok(envelope);
}
