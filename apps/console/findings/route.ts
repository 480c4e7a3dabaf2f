import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

export const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./findings-page.js'), 'FindingsPage'),
  validateSearch: (search: Record<string, unknown>): { where?: string | undefined; state?: string | undefined } => ({
    ...textIn(search, 'where'),
    ...textIn(search, 'state'),
  }),
});
