import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from './contract';

/** One line of the journal: a put object or a removed key, each at its resource version. */
export type JournalEntry =
  | { put: KubeObject; bucket: string; version: number }
  | { removed: { namespace: string; name: string }; bucket: string; version: number };

/**
 * Append-only file of every change, written synchronously so that a killed process loses nothing.
 * It is rewritten when the dead lines in it outweigh the living ones by far.
 */
export class Journal {
  private readonly file: string;
  private descriptor: number | undefined;
  private lines = 0;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    this.file = join(dataDir, 'kubernetes.journal');
  }

  /** Every entry written so far; a torn last line (a kill in the middle of a write) is cut off. */
  replay(): JournalEntry[] {
    const entries: JournalEntry[] = [];
    if (existsSync(this.file)) {
      const bytes = readFileSync(this.file);
      const end = bytes.lastIndexOf(0x0a) + 1;
      if (end < bytes.length) truncateSync(this.file, end);
      for (const line of bytes.subarray(0, end).toString('utf8').split('\n')) {
        if (line !== '') entries.push(JSON.parse(line) as JournalEntry); // only this class writes the file
      }
    }
    this.lines = entries.length;
    this.descriptor = openSync(this.file, 'a', 0o600);
    return entries;
  }

  append(entry: JournalEntry): void {
    if (this.descriptor === undefined) return;
    writeSync(this.descriptor, `${JSON.stringify(entry)}\n`);
    this.lines += 1;
  }

  /** Whether rewriting the file would pay. */
  isWasteful(living: number): boolean {
    return this.lines > 10_000 && this.lines > living * 4;
  }

  /** Replaces the file by the given entries. */
  rewrite(entries: Iterable<JournalEntry>): void {
    const text: string[] = [];
    for (const entry of entries) text.push(`${JSON.stringify(entry)}\n`);
    writeFileSync(`${this.file}.new`, text.join(''), { mode: 0o600 });
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    renameSync(`${this.file}.new`, this.file);
    this.descriptor = openSync(this.file, 'a', 0o600);
    this.lines = text.length;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}
