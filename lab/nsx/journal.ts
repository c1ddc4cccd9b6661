import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerRecord } from './ipam/ledger';
import { asNumber, asText, isObject, type JsonObject, parseJson } from './json';
import type { ManagerState } from './state';

const FILE = 'nsx.journal';

/** An open journal; close it when the program ends. */
export interface Journal {
  close(): void;
}

function ledgerRecord(record: JsonObject): LedgerRecord | undefined {
  const owner = asText(record.owner);
  if (owner === undefined) return undefined;
  const number = (key: string) => asNumber(record[key]) ?? 0;
  switch (record.kind) {
    case 'block':
      return {
        kind: 'block',
        owner,
        block: asText(record.block) ?? '',
        first: number('first'),
        last: number('last'),
      };
    case 'address':
      return { kind: 'address', owner, pool: asText(record.pool) ?? '', address: number('address') };
    case 'mac':
      return { kind: 'mac', owner, number: number('number') };
    case 'release':
      return { kind: 'release', owner };
    default:
      return undefined;
  }
}

/** Applies one record; unknown ones are passed over. */
function replay(state: ManagerState, record: JsonObject): void {
  const path = asText(record.path);
  if (record.op === 'put' && path !== undefined && isObject(record.body)) state.tree.put(path, record.body);
  else if (record.op === 'remove' && path !== undefined) state.tree.remove(path);
  else if (record.op === 'ledger' && isObject(record.record)) {
    const entry = ledgerRecord(record.record);
    if (entry !== undefined) state.ledger.replay(entry);
  } else if (record.op === 'item') {
    const [type, id] = [asText(record.type) ?? '', asText(record.id) ?? ''];
    if (isObject(record.body)) state.inventory.put(type, record.body);
    else state.inventory.remove(type, id);
  } else if (record.op === 'world') state.nameWorld(asText(record.name) ?? state.world);
  else if (record.op === 'node') state.nodeId = asText(record.id) ?? state.nodeId;
  else if (record.op === 'reset') state.reset();
}

function* snapshot(state: ManagerState): Generator<JsonObject> {
  yield { op: 'node', id: state.nodeId };
  yield { op: 'world', name: state.world };
  for (const record of state.ledger.snapshot()) yield { op: 'ledger', record: { ...record } };
  for (const object of state.tree.all()) yield { op: 'put', path: object.path, body: object.body };
  for (const { type, id, body } of state.inventory.all()) yield { op: 'item', type, id, body };
}

/**
 * Restores what was kept in a folder and keeps every later change there, written before the request is answered. A
 * last line cut short by a kill is passed over. The file is rewritten without its history at every start.
 */
export function openJournal(dataDir: string, state: ManagerState): Journal {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, FILE);
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const record = parseJson(line);
      if (isObject(record)) replay(state, record);
    }
  }
  state.settle();
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w');
  const append = (record: JsonObject) => writeSync(descriptor, `${JSON.stringify(record)}\n`);
  for (const record of snapshot(state)) append(record);
  renameSync(fresh, file);
  state.tree.onChange(({ before, after }) =>
    append(
      after === undefined
        ? { op: 'remove', path: before?.path ?? '' }
        : { op: 'put', path: after.path, body: after.body },
    ),
  );
  state.ledger.onRecord((record) => append({ op: 'ledger', record: { ...record } }));
  state.inventory.onRecord((type, id, body) => append({ op: 'item', type, id, body: body ?? null }));
  state.onWorld((name) => append(name === undefined ? { op: 'reset' } : { op: 'world', name }));
  return { close: () => closeSync(descriptor) };
}
