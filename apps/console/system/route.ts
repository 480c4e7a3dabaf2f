import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../shell/root.js';

const status = createRoute({
  getParentRoute: () => root,
  path: '/system',
  component: lazyRouteComponent(() => import('./status-page.js'), 'StatusPage'),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: '/system/sources',
  component: lazyRouteComponent(() => import('./sources-page.js'), 'SourcesPage'),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: '/system/keys',
  component: lazyRouteComponent(() => import('./keys-page.js'), 'KeysPage'),
});

export const system = [status, sources, keys] as const;
