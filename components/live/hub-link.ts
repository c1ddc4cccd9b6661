import type { HubMessage, TabMessage } from './protocol';
import { StreamHub } from './stream-hub';

/** A tab's way to the hub. */
export interface HubLink {
  readonly send: (message: TabMessage) => void;
  readonly close: () => void;
}

type Receive = (message: HubMessage) => void;
const EVENTS = '/api/v1/events';
const CHANNEL = 'portolan.stream';
const LEADER_LOCK = 'portolan.stream.leader';

/**
 * Connects this tab to the hub: a SharedWorker; else the tab that holds a lock leads and the others speak to it over a
 * channel; else a hub of its own. `rejoin` is called when the hub may be a new one that does not know the tab.
 */
export function openHubLink(tab: string, receive: Receive, rejoin: () => void): HubLink {
  const locks = 'locks' in navigator; // needs HTTPS or localhost
  const isHeld = locks ? hold(tab) : Promise.resolve();
  if (typeof SharedWorker !== 'undefined') return onceHeld(isHeld, workerLink(receive));
  if (locks && typeof BroadcastChannel !== 'undefined') return onceHeld(isHeld, leaderLink(tab, receive, rejoin));
  const hub = new StreamHub(EVENTS);
  return { send: (message) => hub.receive(message, receive), close: () => hub.stop() };
}

/** Holds a lock until the page goes: whoever else is granted it knows that the tab is gone. */
function hold(tab: string): Promise<void> {
  return new Promise((held) => {
    const untilGone = () => {
      held();
      return new Promise<void>(() => undefined);
    };
    navigator.locks.request(tab, untilGone).catch(() => held()); // refused: better to be shown than to be watched
  });
}

/** Says nothing before the lock is held: the hub would be granted it first, and take the tab for gone. */
function onceHeld(isHeld: Promise<void>, link: HubLink): HubLink {
  return { send: (message) => void isHeld.then(() => link.send(message)), close: link.close };
}

function workerLink(receive: Receive): HubLink {
  const worker = new SharedWorker(new URL('./hub.worker.ts', import.meta.url), { type: 'module', name: 'portolan' });
  worker.port.onmessage = ({ data }: MessageEvent<HubMessage>) => receive(data);
  worker.port.start();
  return { send: (message) => worker.port.postMessage(message), close: () => worker.port.close() };
}

type Envelope =
  | { readonly to: 'hub'; readonly message: TabMessage }
  | { readonly to: string; readonly message: HubMessage }
  | { readonly to: 'all'; readonly leader: true };

/** Leadership by lock: the tab that gets it runs the hub and announces itself; when it goes, the next one takes over. */
export function leaderLink(tab: string, receive: Receive, rejoin: () => void): HubLink {
  const channel = new BroadcastChannel(CHANNEL);
  const ended = new AbortController();
  let hub: StreamHub | null = null;

  const hear = (message: TabMessage) => {
    const send = (answer: HubMessage) => {
      if (message.tab === tab) receive(answer);
      else channel.postMessage({ to: message.tab, message: answer } satisfies Envelope);
    };
    hub?.receive(message, send);
    if (message.type === 'join' && message.tab !== tab) {
      void navigator.locks
        .request(message.tab, { signal: ended.signal }, () => {
          hub?.receive({ type: 'leave', tab: message.tab }, () => undefined);
        })
        .catch(() => undefined); // aborted when this tab closes; the next leader watches instead
    }
  };

  channel.onmessage = ({ data }: MessageEvent<Envelope>) => {
    if ('leader' in data) rejoin();
    else if (data.to === 'hub')
      hear(data.message as TabMessage); // `to` tells the two envelopes apart
    else if (data.to === tab) receive(data.message as HubMessage);
  };

  void navigator.locks
    .request(LEADER_LOCK, { signal: ended.signal }, () => {
      hub = new StreamHub(EVENTS);
      channel.postMessage({ to: 'all', leader: true } satisfies Envelope);
      rejoin();
      return new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()));
    })
    .catch(() => undefined); // aborted while waiting to lead

  return {
    send: (message) => (hub === null ? channel.postMessage({ to: 'hub', message } satisfies Envelope) : hear(message)),
    close: () => {
      ended.abort();
      hub?.stop();
      channel.close();
    },
  };
}
