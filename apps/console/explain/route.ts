import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

export const explain = createRoute({
  getParentRoute: () => root,
  path: '/servers/$fqdn/explain',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./explain-page.js'), 'ExplainPage'),
  validateSearch: (search: Record<string, unknown>): { endpoint?: string | undefined; show?: string | undefined } => ({
    ...textIn(search, 'endpoint'),
    ...textIn(search, 'show'),
  }),
});
