import { createRoute } from '@tanstack/react-router';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';
import { FleetPage } from './fleet-page.js';

export const fleet = createRoute({
  getParentRoute: () => root,
  path: '/',
  staticData: { follows: 'both' },
  component: FleetPage,
  validateSearch: (
    search: Record<string, unknown>,
  ): { where?: string | undefined; view?: string | undefined; sort?: string | undefined } => ({
    ...textIn(search, 'where'),
    ...textIn(search, 'view'),
    ...textIn(search, 'sort'),
  }),
});
