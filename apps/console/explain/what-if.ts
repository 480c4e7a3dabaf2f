import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import { patched } from '#libs/fleet/patched.js';
import { select } from '#libs/selection/select.js';
import type { Selection } from '#libs/selection/selection.js';

/** One thing on the server that would make this answer another one. */
export interface WhatIf {
  readonly what: 'removed' | 'enabled';
  readonly thumbprint: string;
  /** With `enabled`: for what. */
  readonly service: 'SMTP' | 'POP' | 'IMAP';
  readonly then: Selection;
}

const MOST = 5;
/** Of larger stores only the server could tell in time. */
const MOST_CERTIFICATES = 200;

/**
 * Single steps that would change an answer, each tried on the server as it is known by the code that answers. Empty where the answer rests on
 * more than this server, so that what is tried here would not be the same.
 */
export function whatWouldChange(server: Server, selection: Selection, at: string): readonly WhatIf[] {
  const store = server.certificates ?? [];
  const answer = (changed: Server) =>
    select({ format: 'certfleet.fleet/1', servers: [changed] }, at).find(
      ({ endpoint }) => endpoint === selection.endpoint,
    );
  if (store.length > MOST_CERTIFICATES) return [];
  const now = answer(server);
  if (now === undefined || !isSame(now, selection)) return [];
  const tries = [...removals(server, selection), ...enablings(server, selection)];
  return tries
    .flatMap(({ changed, ...what }) => {
      const then = answer(changed);
      return then === undefined || isSame(then, selection) ? [] : [{ ...what, then }];
    })
    .slice(0, MOST);
}

interface Try extends Omit<WhatIf, 'then'> {
  readonly changed: Server;
}

function isSame(one: Selection, other: Selection): boolean {
  return one.outcome === other.outcome && one.thumbprint === other.thumbprint;
}

function removals(server: Server, { thumbprint, endpoint }: Selection): readonly Try[] {
  if (thumbprint === null) return [];
  const left = (server.certificates ?? []).filter((one) => one.thumbprint !== thumbprint);
  return [
    { what: 'removed', thumbprint, service: serviceOf(endpoint), changed: patched(server, { certificates: left }) },
  ];
}

function enablings(server: Server, { candidates, endpoint }: Selection): readonly Try[] {
  const service = serviceOf(endpoint);
  return candidates
    .filter(({ reasons }) => reasons.includes('NOT_SMTP_ENABLED') || reasons.includes('NOT_SERVICE_ENABLED'))
    .map(({ thumbprint }) => {
      const certificates = (server.certificates ?? []).map((one): Certificate =>
        one.thumbprint === thumbprint ? { ...one, services: [...(one.services ?? []), service] } : one,
      );
      return { what: 'enabled', thumbprint, service, changed: patched(server, { certificates }) };
    });
}

function serviceOf(endpoint: string): WhatIf['service'] {
  if (endpoint === 'pop') return 'POP';
  return endpoint === 'imap' ? 'IMAP' : 'SMTP';
}
