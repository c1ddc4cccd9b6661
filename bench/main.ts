// `npm run bench`: prints ours, floor, ratio and gate per row. Not a test: it never fails on a slow machine.
import { browserCosts } from './browser';
import { events } from './events';
import { firewall } from './firewall';
import { projectPods } from './project-pods';
import { graphCosts } from './graph-costs';
import { views } from './views';
import { liveFleet } from './live-fleet';
import { type Row, table } from './measure';
import { portsOverHttp } from './ports-over-http';
import { rules } from './rules';
import { searching } from './search';
import { toManyBrowsers } from './stream';
import { whatIfs } from './what-if';

const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Row[]> | readonly Row[]>> = {
  S1: projectPods,
  S2: portsOverHttp,
  'S3-S6': graphCosts,
  S4: events,
  S5: toManyBrowsers,
  S7: views,
  search: searching,
  'D1-D2': firewall,
  rules,
  'what-if': whatIfs,
  'S6-S8': liveFleet,
  'B1-B4': browserCosts,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  console.error(`Unknown benchmark ${unknown.join(', ')}; known are ${Object.keys(BENCHMARKS).join(', ')}.`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`measuring ${name} …`);
  rows.push(...(await run()));
}
console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
console.log(table(rows));
