import { knownList } from '#libs/certificates/known.js';
import { rebindDefaultWebSite, type Rebound } from '#libs/fleet/default-web-site.js';
import type { IisBinding, Server } from '#libs/fleet/document.js';
import { isThe, withService, withoutServices } from './certificate-services.js';
import { noting, type Progress } from './progress.js';

/**
 * The bindings of Default Web Site get the certificate, and the ones that it replaces lose IIS. Nobody is asked. Bindings that are unknown
 * stay so, and do not leave the command undecided.
 * @cite rulebook 9.3, IIS-4 (A/B), IIS-5 (D)
 */
export function assignIis(progress: Progress, thumbprint: string): Progress {
  const { server } = progress;
  const bindings = knownList(server.iisBindings);
  if (bindings === undefined) {
    return noting({ ...progress, server: withService(server, thumbprint, 'IIS') }, 'FACT_UNKNOWN');
  }
  const rebound = rebindDefaultWebSite(server, { bindings, complete: true }, thumbprint);
  if (hasNone(rebound)) return noting(progress, 'NO_DEFAULT_WEB_SITE');
  const replaced = rebound.replaced.map(isThe);
  const freed = withoutServices(
    withBindings(server, bindings, rebound.bindings),
    (one) => replaced.some((isThisOne) => isThisOne(one)),
    (service) => service === 'IIS',
  );
  const bound = { ...progress, server: withService(freed, thumbprint, 'IIS') };
  const told = rebound.unknown.loopback ? noting(bound, 'LOOPBACK_BINDING_UNKNOWN') : bound;
  return rebound.unknown.doubtful ? noting(told, 'FACT_UNKNOWN') : told;
}

/** A binding is added only where roles and version are known to allow it. */
function hasNone({ outcome }: Rebound): boolean {
  return outcome === 'no-default-web-site' || outcome === 'unknown-access';
}

function withBindings(server: Server, before: readonly IisBinding[], after: readonly IisBinding[]): Server {
  const same = after.length === before.length && after.every((binding, index) => binding === before[index]);
  return same ? server : { ...server, iisBindings: after };
}
