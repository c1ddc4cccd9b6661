/** Now (plus some seconds), as metadata timestamps are written: RFC 3339, whole seconds, UTC. */
export function timestamp(plusSeconds = 0): string {
  return `${new Date(Date.now() + plusSeconds * 1000).toISOString().slice(0, 19)}Z`;
}
