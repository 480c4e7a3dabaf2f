/**
 * `Get-EdgeSubscription`: which Edge server is subscribed to which Active Directory site.
 */
import { hasType, property } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { lastPart, text } from '../exchange-object/words.js';

export const edgeSubscription: Kind = {
  name: 'Get-EdgeSubscription',
  is: (object) => hasType(object, 'EdgeSubscription'),
  read: readSubscription,
};

function readSubscription(object: PsObject): readonly Said[] {
  const [name, domain] = [text(object, 'Name'), text(object, 'Domain')];
  const edgeServer = name != null && domain != null && !name.includes('.') ? `${name}.${domain}` : name;
  return [{ organization: { edgeSubscriptions: [known({ edgeServer, adSite: lastPart(property(object, 'Site')) })] } }];
}
