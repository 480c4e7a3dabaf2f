import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { writeSearch } from './search.js';

/** Addresses of pages as plain texts, for lists of many rows: a router's link in every cell costs more than the rest of the row. */
export interface Addresses {
  readonly server: (fqdn: string) => string;
  readonly explain: (fqdn: string, endpoint: string) => string;
  readonly certificate: (thumbprint: string) => string;
}

/** The organization and the time that are looked at, as the address of this page has them. */
export interface Kept {
  readonly organization?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/** The addresses of pages at the same organization and time. They stay the same object as long as these do. */
export function useAddresses(): Addresses {
  const kept = useSearch({
    from: '__root__',
    select: ({ organization, asOf, knownAt }) => ({ organization, asOf, knownAt }),
    structuralSharing: true,
  });
  return useMemo(() => addressesAt(kept), [kept]);
}

export function addressesAt(kept: Kept): Addresses {
  const search = writeSearch({ ...kept });
  return {
    server: (fqdn) => `/servers/${part(fqdn)}${search}`,
    explain: (fqdn, endpoint) => `/servers/${part(fqdn)}/explain${writeSearch({ ...kept, endpoint })}`,
    certificate: (thumbprint) => `/certificates/${part(thumbprint)}${search}`,
  };
}

/** One part of a path. Half of a surrogate pair, which cannot be written in an address, becomes what a browser shows for it. */
function part(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\u{fffd}'));
}
