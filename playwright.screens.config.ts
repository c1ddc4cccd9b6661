import base from './playwright.config';

/** `npm run screens`: a picture of every screen in light and dark, with an audit of each. Too long for every run. */
export default { ...base, testIgnore: [], testMatch: 'screens*.spec.ts', timeout: 900_000 };
