import type { HubMessage, TabMessage } from './protocol';
import { StreamHub } from './stream-hub';

/** The SharedWorker: one hub for every tab of this browser. A tab holds a lock named after itself; when it frees, the tab is gone. */
const hub = new StreamHub('/api/v1/events');
const scope = self as unknown as SharedWorkerGlobalScope; // TypeScript's lib types `self` as a page's or a plain worker's

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.type === 'join' && 'locks' in navigator) {
      void navigator.locks.request(data.tab, () => hub.receive({ type: 'leave', tab: data.tab }, () => undefined));
    }
    hub.receive(data, (message: HubMessage) => port.postMessage(message));
  };
};
