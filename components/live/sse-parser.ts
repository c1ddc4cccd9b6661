/** One server-sent event; `id` is the last id seen so far, as the specification has it. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** An incremental parser of `text/event-stream`: feed it text in any pieces, it gives the whole events in them. */
export function createSseParser(): { readonly push: (text: string) => ServerEvent[] } {
  let rest = '';
  let data: string[] = [];
  let event = 'message';
  let id = '';

  function field(line: string): void {
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  }

  function push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    // A lone \r at the end may be half of \r\n, so it waits for the next piece.
    const all = rest + text;
    const held = all.endsWith('\r') ? 1 : 0;
    const lines = all.slice(0, all.length - held).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + (held === 1 ? '\r' : '');
    for (const line of lines) {
      if (line !== '') field(line);
      else if (data.length > 0) {
        events.push({ event, data: data.join('\n'), id });
        data = [];
        event = 'message';
      } else event = 'message';
    }
    return events;
  }

  return { push };
}
