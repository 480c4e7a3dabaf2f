import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

export const plan = createRoute({
  getParentRoute: () => root,
  path: '/plan',
  staticData: { follows: 'asOf' },
  component: lazyRouteComponent(() => import('./plan-page.js'), 'PlanPage'),
  validateSearch: (search: Record<string, unknown>): { commands?: string | undefined } => textIn(search, 'commands'),
});
