import { COMMON_HEADERS } from './problem';

/**
 * A good answer that is written while it is sent: a piece whenever the reader has taken the one before. When it cannot be
 * finished the connection breaks, so that nobody takes a part for the whole.
 */
export function inPieces(
  pieces: AsyncGenerator<string>,
  failed: (error: unknown) => void,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        // A reader that takes everything at once must not keep all others waiting.
        await new Promise((resolve) => setImmediate(resolve));
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        failed(error);
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: { ...COMMON_HEADERS, 'content-type': 'application/json', ...headers } });
}
