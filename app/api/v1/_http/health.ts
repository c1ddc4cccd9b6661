import type { HealthResponse } from '@/lib/wire';
import { COMMON_HEADERS } from './problem';

/** 200 when Portolan is what was asked for, else 503; the body tells why either way. */
export function healthAnswer(health: HealthResponse, asked: 'live' | 'ready'): Response {
  const headers = { ...COMMON_HEADERS, 'content-type': 'application/json' };
  return new Response(JSON.stringify(health), { status: health[asked] ? 200 : 503, headers });
}
