import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type RangeSearch, readRange } from '../lanes/range.js';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

export const timeline = createRoute({
  getParentRoute: () => root,
  path: '/timeline',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./timeline-page.js'), 'TimelinePage'),
  validateSearch: (
    search: Record<string, unknown>,
  ): { server?: string | undefined; endpoint?: string | undefined } & RangeSearch => ({
    ...readRange(search),
    ...textIn(search, 'server'),
    ...textIn(search, 'endpoint'),
  }),
});
