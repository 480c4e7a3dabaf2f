import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../shell/root.js';

export const server = createRoute({
  getParentRoute: () => root,
  path: '/servers/$fqdn',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./server-page.js'), 'ServerPage'),
});
