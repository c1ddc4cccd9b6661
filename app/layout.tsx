import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { THEME_SCRIPT } from '@/components/frame/theme';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Portolan', template: '%s · Portolan' },
  description: 'A live chart of how Kubernetes objects land in VMware NSX',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** The document: local fonts, and the theme set before the first paint so that nothing flashes. */
export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours; it must run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
