'use client';

import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { PANEL_TABS, type PanelTab } from '@/components/url/map-params';

/** One tab of a panel; its content is mounted only while it is shown. */
export interface PanelTabContent {
  readonly label: string;
  readonly count?: number;
  readonly content: () => ReactNode;
}

/** The tabs of a panel, in their fixed order; those without content are left out. */
export function PanelTabs({
  tabs,
  current,
  onTab,
}: {
  readonly tabs: Partial<Record<PanelTab, PanelTabContent>>;
  readonly current: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
}) {
  const shown = PANEL_TABS.filter((tab) => tabs[tab] !== undefined);
  const value = shown.includes(current) ? current : (shown[0] ?? 'facts');
  return (
    <Tabs.Root
      value={value}
      onValueChange={(next) => onTab(PANEL_TABS.find((tab) => tab === next) ?? 'facts')}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List aria-label="What to show" className="flex shrink-0 gap-5 border-line border-b px-4">
        {shown.map((tab) => (
          <Tabs.Trigger
            key={tab}
            value={tab}
            className="-mb-px border-transparent border-b-2 pt-1 pb-2 text-muted text-sm hover:text-text data-[state=active]:border-text data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {tabs[tab]?.label}
            {tabs[tab]?.count !== undefined && <span className="pl-1.5 text-muted text-xs">{tabs[tab]?.count}</span>}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value={value} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto px-4 py-3 outline-none">
        {tabs[value]?.content()}
      </Tabs.Content>
    </Tabs.Root>
  );
}
