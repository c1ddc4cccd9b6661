const STORAGE_KEY = 'portolan.searches';
const MOST = 8;

/** What was searched for lately, the last first; empty where the browser keeps nothing. */
export function recentSearches(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((text) => typeof text === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Remembers a question that led somewhere. */
export function rememberSearch(text: string): void {
  const wanted = text.trim();
  if (wanted === '') return;
  const next = [wanted, ...recentSearches().filter((one) => one !== wanted)].slice(0, MOST);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // A browser that keeps nothing still searches.
  }
}
