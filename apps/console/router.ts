import { createRouter } from '@tanstack/react-router';
import { alerts } from './alerts/route.js';
import { certificate, certificates } from './certificates/route.js';
import { explain } from './explain/route.js';
import { findings } from './findings/route.js';
import { fleet } from './fleet/route.js';
import { forecast } from './forecast/route.js';
import { imports, quarantine } from './import/route.js';
import { plan } from './plan/route.js';
import { server } from './server/route.js';
import { parseSearch, writeSearch } from './session/search.js';
import { root } from './shell/root.js';
import { system } from './system/route.js';
import { timeline } from './timeline/route.js';

export const router = createRouter({
  routeTree: root.addChildren([
    fleet,
    server,
    explain,
    timeline,
    plan,
    findings,
    certificates,
    certificate,
    forecast,
    imports,
    quarantine,
    ...alerts,
    ...system,
  ]),
  parseSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
