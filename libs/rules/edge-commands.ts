import type { EdgeSubscription } from '#libs/fleet/document.js';
import { knownText } from '#libs/certificates/known.js';
import { cmdletLine, quoted, SWITCH } from './powershell.js';
import { listed, plain } from './wording.js';

/**
 * Subscribes Edges again, on top of the subscription that is there, so that both sides learn each other's certificate. `version` is that of
 * the server in the site: 2007 knows neither `-FileData` nor `-ForceFullSync`.
 * @cite L-ASSIGN, L-EDGEPROC (A), C-11
 */
export function resubscribe(
  subscriptions: readonly EdgeSubscription[],
  version: string | undefined,
): readonly string[] {
  const steps = subscriptions.flatMap((subscription) => resubscribeOne(subscription, version));
  if (steps.length === 0) return [];
  const synchronize = cmdletLine('Start-EdgeSynchronization', {
    ForceFullSync: version === '2007' ? undefined : SWITCH,
  });
  const edges = subscriptions.flatMap(({ edgeServer }) => knownText(edgeServer) ?? []);
  const pace =
    edges.length > 1
      ? [`Subscribe one Edge at a time (${listed(edges)}), and go on to the next when mail flows through it again.`]
      : [];
  return [...pace, ...steps, synchronize];
}

function resubscribeOne({ edgeServer, adSite }: EdgeSubscription, version: string | undefined): readonly string[] {
  const edge = knownText(edgeServer);
  if (edge == null) return [];
  const [label = ''] = edge.split('.', 1);
  const path = `C:\\${label.replace(/[^A-Za-z0-9_-]/g, '_')}.xml`;
  const site = knownText(adSite);
  const file =
    version === '2007' ? `-FileName ${quoted(path)}` : `-FileData ([System.IO.File]::ReadAllBytes(${quoted(path)}))`;
  const target = site == null ? '' : ` -Site ${quoted(site)}`;
  return [
    `On ${plain(edge)}, write a new subscription file:`,
    `New-EdgeSubscription -FileName ${quoted(path)}`,
    `Copy ${path} to a server of the site${site == null ? '' : ` ${plain(site)}`} within 24 hours, and read it there:`,
    `New-EdgeSubscription ${file}${target}`,
  ];
}
