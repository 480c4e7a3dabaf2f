import type { ReactNode } from 'react';
import { PartLinks } from '../parts/part-links.js';
import { Heading } from '../parts/page.js';

const PARTS = [
  { to: '/system', name: 'Status' },
  { to: '/system/sources', name: 'Collectors' },
  { to: '/system/keys', name: 'Keys' },
] as const;

/** What the pages about Certfleet itself have in common. */
export function SystemPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <Heading title={title} />
      <PartLinks label="System" parts={PARTS} />
      {children}
    </>
  );
}
