import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { FleetPage } from './fleet/fleet-page.js';
import { parseSearch, textIn, writeSearch } from './session/search.js';
import { Shell } from './shell/shell.js';
import { NoSuchPage } from './shell/no-such-page.js';
import { readAsOf } from './session/as-of.js';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NoSuchPage,
  // The organization and the time that is looked at go from page to page.
  validateSearch: (
    search: Record<string, unknown>,
  ): { organization?: string | undefined; asOf?: string | undefined } => ({
    ...textIn(search, 'organization'),
    ...readAsOf(search),
  }),
  search: { middlewares: [retainSearchParams(['organization', 'asOf'])] },
});

const fleet = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: FleetPage,
  validateSearch: (
    search: Record<string, unknown>,
  ): { where?: string | undefined; view?: string | undefined; sort?: string | undefined } => ({
    ...textIn(search, 'where'),
    ...textIn(search, 'view'),
    ...textIn(search, 'sort'),
  }),
});

const server = createRoute({
  getParentRoute: () => root,
  path: '/servers/$fqdn',
  component: lazyRouteComponent(() => import('./server/server-page.js'), 'ServerPage'),
});

const explain = createRoute({
  getParentRoute: () => root,
  path: '/servers/$fqdn/explain',
  component: lazyRouteComponent(() => import('./explain/explain-page.js'), 'ExplainPage'),
  validateSearch: (search: Record<string, unknown>): { endpoint?: string | undefined } => textIn(search, 'endpoint'),
});

const timeline = createRoute({
  getParentRoute: () => root,
  path: '/timeline',
  component: lazyRouteComponent(() => import('./timeline/timeline-page.js'), 'TimelinePage'),
  validateSearch: (
    search: Record<string, unknown>,
  ): { server?: string | undefined; endpoint?: string | undefined } => ({
    ...textIn(search, 'server'),
    ...textIn(search, 'endpoint'),
  }),
});

const plan = createRoute({
  getParentRoute: () => root,
  path: '/plan',
  component: lazyRouteComponent(() => import('./plan/plan-page.js'), 'PlanPage'),
  validateSearch: (search: Record<string, unknown>): { commands?: string | undefined } => textIn(search, 'commands'),
});

const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  component: lazyRouteComponent(() => import('./findings/findings-page.js'), 'FindingsPage'),
  validateSearch: (search: Record<string, unknown>): { where?: string | undefined; state?: string | undefined } => ({
    ...textIn(search, 'where'),
    ...textIn(search, 'state'),
  }),
});

export const router = createRouter({
  routeTree: root.addChildren([fleet, server, explain, timeline, plan, findings]),
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
