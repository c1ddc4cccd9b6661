/** What a command that runs in a Pod can say and hear. */
export interface CommandStreams {
  out(text: string): void;
  error(text: string): void;
  /** Aborted by an interrupt (Ctrl-C on a terminal), or when nobody listens any more. */
  readonly interrupted: AbortSignal;
}

/** How a command ended. */
export type ExitCode = number;

/** Carries packets for a Pod. */
export interface PodNetwork {
  /** Addresses a name stands for; undefined when nobody knows it. */
  resolve(name: string): string | undefined;
  /** One echo request: whether an answer comes, and over how many routers. */
  echo(address: string): Promise<Delivery>;
  /** A TCP connection. */
  connect(address: string, port: number): Promise<Delivery>;
}

/** What becomes of packets: `lost` without a word, `refused` by the other end, `prohibited` by a firewall that says so. */
export interface Delivery {
  readonly result: 'delivered' | 'lost' | 'refused' | 'prohibited';
  readonly hops: number;
}

/** A program of the lab's containers. */
export type Program = (args: readonly string[], network: PodNetwork, streams: CommandStreams) => Promise<ExitCode>;
