import { describeList, describePage } from '@/lib/details';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { ListResponse, PageResponse } from '@/lib/wire';
import type { Moment } from './moment';

/** Most lines of a list in one answer. */
const MOST_LINES = 500;
const USUAL_LINES = 100;

/** Which lines of which list of an object's page are asked for; counts that are missing or no numbers are the usual ones. */
export interface ListQuestion {
  readonly id: NodeId;
  readonly list: string;
  readonly find: string | null;
  readonly from: string | null;
  readonly count: string | null;
}

/** What stands around an object; null when the id is unknown. */
export function answerPage(graph: GraphQueries, id: NodeId, moment: Moment): PageResponse | null {
  const page = describePage(graph, id);
  return page === null ? null : { ...moment, ...page };
}

/** Lines of one list of an object's page; null when there is no such object or list. */
export function answerList(graph: GraphQueries, question: ListQuestion, moment: Moment): ListResponse | null {
  const { id, list, find, from, count } = question;
  const window = {
    find: find ?? '',
    from: wholeNumber(from, 0),
    count: Math.min(wholeNumber(count, USUAL_LINES), MOST_LINES),
  };
  const answer = describeList(graph, { id, list }, window);
  return answer === null ? null : { ...moment, ...answer };
}

function wholeNumber(text: string | null, usual: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : usual;
}
