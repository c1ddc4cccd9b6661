'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Fragment, type ReactNode } from 'react';
import { usePage } from '@/components/data/queries';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { InBrowser } from '@/components/ui/in-browser';
import { decodeSegment } from '@/components/url/segment';
import { PAGES } from './pages';
import { ScopePicker } from './scope-picker';

/** Where we are: the scope on screens that have one, else the way down to what is shown. */
export function Crumbs() {
  const path = usePathname();
  if (path === '/' || path === '/pods') {
    return (
      <InBrowser>
        <ScopePicker />
      </InBrowser>
    );
  }
  const [screen = '', ...parts] = path.split('/').slice(1).map(decodeSegment);
  if (screen === 'objects') return <ObjectCrumbs id={parts[0] ?? ''} />;
  const page = PAGES.find((entry) => entry.href === `/${screen}`);
  if (page === undefined) return <Link href="/">Portolan</Link>;
  if (page.href === '/pods' && parts.length === 3) return <PodCrumbs parts={parts} />;
  if (parts.length === 0) return <span className="px-1.5 font-medium">{page.label}</span>;
  return (
    <Way steps={[{ href: page.href, label: page.label }]}>
      <Here name={parts[0]?.split('~1').at(-1) ?? ''} />
    </Way>
  );
}

/** The cluster and the Namespace an object is in, as maps; then the object. */
function ObjectCrumbs({ id }: { readonly id: string }) {
  const node = usePage(id).data?.node;
  if (node === undefined) return <Way steps={[{ href: '/', label: 'Map' }]}>{null}</Way>;
  const { cluster, namespace, kind, name } = node;
  const isNamespace = kind === 'namespace';
  const steps = [
    ...(cluster === null
      ? [{ href: '/', label: 'Map' }]
      : [{ href: `/?${new URLSearchParams({ cluster })}`, label: cluster }]),
    ...(cluster === null || namespace === null || isNamespace
      ? []
      : [{ href: `/?${new URLSearchParams({ cluster, namespace })}`, label: namespace }]),
  ];
  return (
    <Way steps={steps}>
      <KindIcon kind={kind} size={14} className="ml-1.5 shrink-0 text-muted" />
      <span className="sr-only">{kindTitle(kind)}</span>
      <Here name={name} />
    </Way>
  );
}

function PodCrumbs({ parts }: { readonly parts: readonly string[] }) {
  const [cluster = '', namespace = '', name = ''] = parts;
  const steps = [
    { href: `/pods?${new URLSearchParams({ cluster })}`, label: cluster },
    { href: `/pods?${new URLSearchParams({ cluster, namespace })}`, label: namespace },
  ];
  return (
    <Way steps={steps}>
      <Here name={name} />
    </Way>
  );
}

function Way({
  steps,
  children,
}: {
  readonly steps: readonly { readonly href: string; readonly label: string }[];
  readonly children: ReactNode;
}) {
  return (
    <nav aria-label="Breadcrumbs" className="flex min-w-0 items-center gap-1">
      {steps.map(({ href, label }) => (
        <Fragment key={href}>
          <Link
            href={href}
            title={label}
            className="max-w-40 truncate rounded px-1.5 text-muted hover:text-text max-md:hidden"
          >
            {label}
          </Link>
          <span aria-hidden className="text-faint max-md:hidden">
            /
          </span>
        </Fragment>
      ))}
      {children}
    </nav>
  );
}

function Here({ name }: { readonly name: string }) {
  return (
    <span aria-current="page" className="truncate px-1.5 font-medium" title={name}>
      {name}
    </span>
  );
}
