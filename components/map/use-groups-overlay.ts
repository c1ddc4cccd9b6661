'use client';

import { useEffect, useRef } from 'react';
import { recall, remember } from '@/components/ui/remembered';
import type { UpdateMap } from '@/components/url/use-map-params';

const NAME = 'groups-overlay';

/** Shows groups on a map that is opened without an address of its own, when they were shown last. A link has its own say. */
export function useGroupsOverlay(update: UpdateMap): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    if (location.search === '' && recall(NAME) === 'on') update({ groups: true });
  }, [update]);
}

/** Shows or hides groups, and has the browser remember it. */
export function chooseGroups(update: UpdateMap, groups: boolean): void {
  update({ groups });
  remember(NAME, groups ? 'on' : 'off');
}
