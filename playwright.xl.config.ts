import base from './playwright.config';

// Workers take it from here, and with it the world that they start.
process.env.E2E_FLEET_SIZE = 'XL';

/** `npm run test:xl`: the large world at its full size, 50,000 Pods. Too long and too large for every run. */
export default { ...base, testMatch: 'stability.spec.ts', grep: /pan a large map/, workers: 1 };
