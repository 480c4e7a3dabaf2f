import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../shell/root.js';

export const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: lazyRouteComponent(() => import('./import-page.js'), 'ImportPage'),
});

export const quarantine = createRoute({
  getParentRoute: () => root,
  path: '/import/quarantine',
  component: lazyRouteComponent(() => import('./quarantine-page.js'), 'QuarantinePage'),
  validateSearch: ({ seen }: Record<string, unknown>): { seen?: 'yes' | undefined } => (seen === 'yes' ? { seen } : {}),
});
