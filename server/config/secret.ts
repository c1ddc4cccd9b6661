import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** Where a secret is read from, each time it is needed, so that a rotated one is picked up. */
export type SecretOrigin =
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'environment'; readonly name: string };

/** A secret that shows itself to nobody who prints, serialises or inspects it; only {@link Secret.reveal} does. */
export class Secret {
  readonly #origin: SecretOrigin;

  constructor(origin: SecretOrigin) {
    this.#origin = origin;
  }

  /** Reads the secret now. Throws an error that names the origin, never the content. */
  reveal(): string {
    const text = this.#origin.from === 'file' ? readSecretFile(this.#origin.path) : process.env[this.#origin.name];
    if (text === undefined || text === '') throw new Error(`${this.describe()} is empty`);
    return text;
  }

  /** Where it comes from, in words. */
  describe(): string {
    return this.#origin.from === 'file'
      ? `the file ${this.#origin.path}`
      : `the environment variable ${this.#origin.name}`;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

function readSecretFile(path: string): string {
  // Editors end files with a line break that is not part of the password.
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}
