import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type RangeSearch, readRange } from '../lanes/range.js';
import { root } from '../shell/root.js';

export const server = createRoute({
  getParentRoute: () => root,
  path: '/servers/$fqdn',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./server-page.js'), 'ServerPage'),
  validateSearch: (search: Record<string, unknown>): RangeSearch => readRange(search),
});
