/** Next.js calls this once when the server starts. It is compiled for other runtimes too, so it holds nothing itself. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startRuntime } = await import('./server/start');
  startRuntime();
}
