/** Within names too: `np_4ffef062-f8eb-4b71-8f42-05f4f74f999c_tgt`. */
const UUID = /(?<![0-9a-f])([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/gi;

/** A sentence with the UUIDs of generated names cut to their first part; whoever shows it keeps the whole one at hand. */
export const shortIds = (text: string): string => text.replace(UUID, '$1…');
