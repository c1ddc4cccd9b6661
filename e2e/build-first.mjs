export { ensureBuilt as default } from '../scripts/setup/build.mjs';
