import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

interface Search {
  readonly where?: string | undefined;
  readonly days?: string | undefined;
  readonly week?: string | undefined;
}

export const forecast = createRoute({
  getParentRoute: () => root,
  path: '/forecast',
  component: lazyRouteComponent(() => import('./forecast-page.js'), 'ForecastPage'),
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...textIn(search, 'where'),
    ...textIn(search, 'days'),
    ...textIn(search, 'week'),
  }),
});
