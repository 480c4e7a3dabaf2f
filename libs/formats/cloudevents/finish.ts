import type { z } from 'zod';
import type { FleetEvent } from '#libs/fleet/event.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { IisBinding } from '#libs/fleet/document.js';
import { iisBindingFault, inventoryFault, receiveConnectorFault, type Fault } from '../fleet-document/checks.js';
import type { Warning } from '../report.js';
import { jsonPath } from '../json/path.js';
import { withTidyThumbprints } from '../thumbprints.js';
import { certificateFacts } from './certificate-facts.js';
import type { EventBody, OrganizationInventory } from './data-shapes.js';
import { wrongAt, type Wrong } from './envelope.js';

type ReadBody = z.infer<typeof EventBody> | z.infer<typeof OrganizationInventory>;
type Body = FleetEvent extends infer E ? (E extends FleetEvent ? Pick<E, 'type' | 'data'> : never) : never;
type Finished = { readonly ok: true; readonly body: Body; readonly warnings?: readonly Warning[] } | Wrong;

/** What the shape of an event cannot say: texts that must be parsed, thumbprints as they are compared, the facts of a certificate. */
export function finish(read: ReadBody): Finished {
  switch (read.type) {
    case 'certificate.imported': {
      const facts = certificateFacts(read.data.certificate);
      if (!facts.ok) return facts;
      const data = { ...read.data, facts: facts.certificate };
      return { ok: true, body: { type: read.type, data }, warnings: facts.warnings };
    }
    case 'inventory.observed':
      return checked(inventoryFault(read.data), { type: read.type, data: withTidyThumbprints(read.data) });
    case 'auth-config.changed':
      return {
        ok: true,
        body: { type: read.type, data: withTidyThumbprints({ authConfig: read.data }).authConfig ?? null },
      };
    case 'receive-connector.configured':
      return checked(receiveConnectorFault(read.data), read);
    case 'iis-binding.configured':
      return checked(iisBindingFault(read.data), { type: read.type, data: tidyBinding(read.data) });
    case 'iis-binding.removed':
      return checked(iisBindingFault(read.data), read);
    default:
      return { ok: true, body: read };
  }
}

function checked(fault: Fault | null, body: Body): Finished {
  if (fault === null) return { ok: true, body };
  const place = jsonPath(['data', ...fault.steps]);
  return wrongAt(
    place,
    `${place} ${fault.wrong}.`,
    'Correct this value; docs/formats.md lists the keys of every event.',
  );
}

function tidyBinding(binding: IisBinding): IisBinding {
  return binding.thumbprint == null ? binding : { ...binding, thumbprint: normalizeThumbprint(binding.thumbprint) };
}
