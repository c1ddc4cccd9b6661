'use client';

import { useMemo } from 'react';
import { useLiveState, useView, useViewStore } from '@/components/live/hooks';
import { Picker, PickerList } from '@/components/ui/picker';
import type { MapParams } from '@/components/url/map-params';
import { useMapParams } from '@/components/url/use-map-params';
import { viewKey } from '@/lib/wire/view-key';

/** What a change of scope forgets: choices that belong to the scope left behind. */
const FRESH: Partial<MapParams> = { selected: null, open: [], text: '', at: null };

/** A cluster and a namespace of it; null for all of them. */
export interface Scope {
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Cluster and namespace of the current screen, each a searchable list. */
export function ScopePicker() {
  const [params, update] = useMapParams();
  return <ScopeChoice scope={params} onScope={(scope) => update({ ...FRESH, ...scope }, 'push')} />;
}

/** The same for a screen that keeps its scope itself. */
export function ScopeChoice({
  scope: params,
  onScope,
}: {
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
}) {
  const { sources } = useLiveState();
  const clusters = (sources ?? []).filter((source) => source.plane === 'kubernetes').map((source) => source.name);
  const only = clusters.length === 1 ? clusters[0] : undefined;
  const cluster = params.cluster ?? only ?? null;
  return (
    <>
      {only !== undefined && params.cluster === null ? (
        <span className="px-1.5 text-muted">{only}</span>
      ) : (
        <Picker label="Cluster" shown={params.cluster ?? 'All clusters'} strong={params.cluster === null}>
          {(close) => (
            <PickerList
              label="Find a cluster"
              value={params.cluster}
              choices={[
                { value: null, label: 'All clusters' },
                ...clusters.map((name) => ({ value: name, label: name })),
              ]}
              onChoose={(value) => {
                onScope({ cluster: value, namespace: null });
                close();
              }}
            />
          )}
        </Picker>
      )}
      {cluster !== null && (
        <>
          <span aria-hidden className="text-faint">
            /
          </span>
          <Picker label="Namespace" shown={params.namespace ?? 'All namespaces'} strong>
            {(close) => (
              <NamespaceList
                cluster={cluster}
                value={params.namespace}
                onChoose={(value) => {
                  const all = value === null && only !== undefined;
                  onScope({ cluster: all ? null : cluster, namespace: value });
                  close();
                }}
              />
            )}
          </Picker>
        </>
      )}
    </>
  );
}

/** Mounted only while the list is open: it shows the cluster's overview to know its namespaces. */
function NamespaceList({
  cluster,
  value,
  onChoose,
}: {
  readonly cluster: string;
  readonly value: string | null;
  readonly onChoose: (value: string | null) => void;
}) {
  const store = useViewStore(useMemo(() => viewKey({ cluster, namespace: null, open: [], groups: false }), [cluster]));
  const view = useView(store);
  if (view === null) return <p className="px-3 py-2 text-muted text-xs">Reading the namespaces…</p>;
  const named = [...view.regions.values()]
    .flatMap(({ cluster: of, namespace, pods }) =>
      of === cluster && namespace !== null ? { value: namespace, label: namespace, hint: podWords(pods) } : [],
    )
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <PickerList
      label="Find a namespace"
      value={value}
      choices={[{ value: null, label: 'All namespaces' }, ...named]}
      onChoose={onChoose}
    />
  );
}

function podWords(count: number): string {
  return count === 1 ? '1 Pod' : `${count} Pods`;
}
