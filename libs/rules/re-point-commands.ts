import { commonNames } from '#libs/certificates/distinguished-name.js';
import { knownList, knownText } from '#libs/certificates/known.js';
import { knownThumbprint, serverFacts, type ServerFacts } from '#libs/selection/server-facts.js';
import { serveClientProtocol } from './client-protocol-commands.js';
import { repin } from './connector-commands.js';
import { isHybrid } from './hybrid.js';
import { rePointFederation, rePointOAuth } from './organization-commands.js';
import type { Reference } from './references.js';
import { replacementFor } from './replacement.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { namesToServe, serveNames } from './web-commands.js';

type Where = Pick<Subject, 'facts' | 'fleet' | 'at'>;

/** Gives everything that refers to a certificate another one, so that it can be removed. The same steps are said once. */
export function rePoint(where: Where, references: readonly Reference[], thumbprint: string): readonly string[] {
  const rest = { ...where, facts: without(where.facts, thumbprint) };
  const blocks = new Map<string, readonly string[]>();
  for (const reference of references) {
    const block = rePointOne({ before: where, rest, thumbprint }, reference);
    blocks.set(block.join('\n'), block);
  }
  return [...blocks.values()].flat();
}

/** The server as it will be, so that the certificate is not proposed in its own place. */
function without({ server, organization, knobs }: ServerFacts, thumbprint: string): ServerFacts {
  const certificates = knownList(server.certificates)?.filter((one) => knownThumbprint(one.thumbprint) !== thumbprint);
  return serverFacts(certificates === undefined ? server : { ...server, certificates }, organization, knobs);
}

interface Removal {
  readonly before: Where;
  /** Without the certificate. */
  readonly rest: Where;
  readonly thumbprint: string;
}

function rePointOne({ before, rest, thumbprint }: Removal, reference: Reference): readonly string[] {
  switch (reference.kind) {
    case 'receive-connector': {
      const wanted = { names: namesOf(before, thumbprint), thirdParty: isHybrid(reference.connector) };
      return repin(rest, reference.connector, replacementFor(rest, wanted));
    }
    case 'client-protocol':
      return serveClientProtocol(rest, reference.protocol);
    case 'auth-config':
      return rePointOAuth(rest.facts, reference.which, thumbprint);
    case 'federation':
      return rePointFederation(rest.facts);
    case 'https-binding':
      return serveNames(rest, reference.binding, namesToServe(before, reference.binding));
  }
}

/** What the follower of a pinned certificate must be called. */
function namesOf({ facts }: Where, thumbprint: string): readonly string[] {
  const held = storedCertificate(facts, thumbprint);
  const common = commonNames(knownText(held?.certificate.subject) ?? '');
  return common.length > 0 ? common : (held?.names.names ?? []);
}
