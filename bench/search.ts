import { listPods, type PodQuestion } from '../lib/pods';
import { search, SearchIndex } from '../lib/search';
import type { Steps } from '../lib/steps';
import { SIZES } from './fleet';
import { build, recordsOf } from './graph-costs';
import { onCore, type Row } from './measure';

const RUNS = 5;
const forever = (): boolean => false;

/** What people type, from what one object has to what all have. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'an address': '10.0.48.57',
  'a network': '10.0.48.0/24',
  'a UID': '00000001-0000-4000-8000-000000003039',
  'part of a name': 'app-3-5d8f7c6b9d-0a',
  'a tag': 'ncp/project|team-7',
  'a label and a namespace': 'tier=frontend team-1999',
  'a VLAN': 'vlan:105',
  'what everything holds': 'team',
};

const ALL: PodQuestion = { cluster: null, namespace: null, text: '', states: [], sort: 'state', down: false };
const LISTS: Readonly<Record<string, Partial<PodQuestion>>> = {
  'by state': {},
  'by segment port': { sort: 'port' },
  'by groups': { sort: 'groups', down: true },
  'filtered by a word': { text: 'app-3' },
};

/** CPU milliseconds of one run among several, once warm. */
function average(work: () => unknown): number {
  work();
  const began = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000 / RUNS;
}

/** CPU milliseconds of work in steps, in all and at once. */
function longestStep(steps: Steps<unknown>): { readonly all: number; readonly longest: number } {
  let [all, longest] = [0, 0];
  for (let done: boolean | undefined = false; done !== true; ) {
    const began = process.cpuUsage();
    done = steps.next().done;
    const { user, system } = process.cpuUsage(began);
    const ms = (user + system) / 1000;
    all += ms;
    longest = Math.max(longest, ms);
  }
  return { all, longest };
}

/** Searching everything at XL, what the index costs in memory, and what it takes to make it. */
export function searching(): readonly Row[] {
  const { graph } = build(recordsOf(SIZES.XL));
  const index = new SearchIndex(graph);
  const made = onCore(() => index.catchUp(forever), 1);
  const renewed = onCore(() => index.renew(forever), 1);
  const row = (work: string, ours: number, limit: number, unit: string, note = ''): Row => ({
    gate: 'search',
    work,
    ours,
    floor: 1,
    limit,
    absolute: true,
    unit,
    note,
  });
  const rows = Object.entries(QUESTIONS).map(([name, text]) => {
    const ask = () => search(index, { text, cluster: null, namespace: null, kind: null, perKind: 6 }, forever).total;
    return row(`search at XL: ${name}`, average(ask), 50, 'ms', `${ask()} found`);
  });
  const lists = Object.entries(LISTS).map(([name, question]) => {
    longestStep(listPods(graph, { ...ALL, ...question }));
    const { all, longest } = longestStep(listPods(graph, { ...ALL, ...question }));
    return row(`the Pods at XL: ${name}, longest step`, longest, 20, 'ms', `${all.toFixed(0)} ms in all`);
  });
  return [
    ...rows,
    ...lists,
    row('the index, bytes an object', index.bytes / index.size, 64, 'B', `${index.size} objects`),
    row(
      'taking an object in',
      (made.ms * 1000) / index.size,
      20,
      'µs',
      `${renewed.ms.toFixed(0)} ms for looking at all again`,
    ),
  ];
}
