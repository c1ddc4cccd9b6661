'use client';

import { Button } from '@/components/ui/button';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { idleExpressions } from './expression-words';
import { MapNotice } from './map-notice';

/** Says of Find and Hide what they do not do: a map that is dim all over, or as before, would not say why. */
export function ExpressionNotices({
  params,
  update,
  found,
}: {
  readonly params: MapParams;
  readonly update: UpdateMap;
  /** How many objects of the view are found; undefined while that is not known. */
  readonly found: number | undefined;
}) {
  return (
    <div role="status" className="contents">
      {idleExpressions(params, found).map(({ name, text, why }) => (
        <MapNotice
          key={name}
          action={
            <Button className="h-6 shrink-0 px-2 text-xs" onClick={() => update({ [name]: '' })}>
              {`Clear ${name === 'find' ? 'Find' : 'Hide'}`}
            </Button>
          }
        >
          <span className="font-mono text-xs">{text}</span>
          {why}
        </MapNotice>
      ))}
    </div>
  );
}
