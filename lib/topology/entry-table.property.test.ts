import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podRaw, upsert } from '@/tests/support/builders';
import { Entry } from './entry';
import { EntryTable } from './entry-table';

function entryOf(uid: number): Entry {
  const change = upsert('pod', podRaw({ uid: `u${uid}`, name: 'p' }));
  if (change.type !== 'upsert') throw new Error('not an upsert');
  return new Entry(change.record);
}

/** Adds those that are not there, removes those that are: enough of them that places are used up and lists grow. */
const toggles = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 2_000 });

function toggle(table: EntryTable, model: Map<string, Entry>, uid: number): void {
  const entry = entryOf(uid);
  const { id } = entry.node;
  const known = model.get(id);
  if (known === undefined) {
    table.add(entry);
    model.set(id, entry);
  } else {
    known.alive = false;
    table.delete(id);
    model.delete(id);
  }
}

describe('EntryTable', () => {
  it('holds what a Map would', () => {
    fc.assert(
      fc.property(toggles, (uids) => {
        const [table, model] = [new EntryTable(), new Map<string, Entry>()];
        for (const uid of uids) toggle(table, model, uid);
        for (let uid = 0; uid <= 300; uid++) {
          const { id } = entryOf(uid).node;
          expect(table.get(id)).toBe(model.get(id));
        }
        expect(new Set(table.values())).toEqual(new Set(model.values()));
        expect([...table.values()]).toHaveLength(model.size);
      }),
      { seed: 20_261, numRuns: 40 },
    );
  });

  it('shows all that stay, each once, while others come and go between two steps', () => {
    fc.assert(
      fc.property(toggles, toggles, (before, between) => {
        const [table, model] = [new EntryTable(), new Map<string, Entry>()];
        for (const uid of before) toggle(table, model, uid);
        const first = new Set(model.values());
        const rest = [...between];
        const seen: Entry[] = [];
        for (const entry of table.values()) {
          seen.push(entry);
          for (const uid of rest.splice(0, 20)) toggle(table, model, uid);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining([...first].filter(({ alive }) => alive)));
      }),
      { seed: 20_261, numRuns: 40 },
    );
  });

  it('keeps finding when ids come and go without end', () => {
    const table = new EntryTable();
    for (let uid = 0; uid < 5_000; uid++) {
      const entry = entryOf(uid);
      table.add(entry);
      table.delete(entry.node.id);
      expect(table.get(entry.node.id)).toBeUndefined();
    }
    expect([...table.values()]).toEqual([]);
  });
});
