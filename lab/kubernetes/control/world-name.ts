import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject } from '../json/value';

/** The name of the loaded world; with a data directory it survives a restart. */
export class WorldName {
  private readonly file: string | undefined;
  private value: string | null = null;

  constructor(dataDir?: string) {
    this.file = dataDir === undefined ? undefined : join(dataDir, 'world.json');
    if (this.file === undefined || !existsSync(this.file)) return;
    const kept = asObject(JSON.parse(readFileSync(this.file, 'utf8'))).name;
    this.value = typeof kept === 'string' ? kept : null;
  }

  get name(): string | null {
    return this.value;
  }

  set name(name: string | null) {
    this.value = name;
    if (this.file !== undefined) writeFileSync(this.file, JSON.stringify({ name }));
  }
}
