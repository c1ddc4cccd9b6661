import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadOrCreateCa } from '../tls/index';
import { defaultTuning, type NsxTuning } from './tuning';
import { startNsx } from './index';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'data-dir': { type: 'string' },
    'ca-dir': { type: 'string' },
    'admin-password-file': { type: 'string' },
    nodes: { type: 'string', default: '1' },
    /** JSON object of NsxTuning members. */
    tuning: { type: 'string' },
  },
});

function tuning(): Partial<NsxTuning> {
  // The text comes from the supervisor or the person starting the program, who own this interface.
  const given = values.tuning === undefined ? {} : (JSON.parse(values.tuning) as Partial<NsxTuning>);
  const file = values['admin-password-file'];
  if (file === undefined) return given;
  const admin = readFileSync(file, 'utf8').trim();
  return { ...given, passwords: { ...defaultTuning.passwords, ...given.passwords, admin } };
}

const dataDir = values['data-dir'];
const ca = await loadOrCreateCa(values['ca-dir'] ?? dataDir);
const program = await startNsx({
  ca,
  port: Number(values.port),
  tuning: tuning(),
  nodes: Number(values.nodes),
  ...(dataDir === undefined ? {} : { dataDir }),
});
console.log(JSON.stringify({ ready: true, url: program.url, urls: program.urls }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    program.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
