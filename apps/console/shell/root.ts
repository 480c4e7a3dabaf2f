import { createRootRoute, retainSearchParams } from '@tanstack/react-router';
import { readAsOf } from '../session/as-of.js';
import { textIn } from '../session/search.js';
import { NoSuchPage } from './no-such-page.js';
import { Shell } from './shell.js';

/** What every page stands in. Each page has its route in its own folder; `router.tsx` lists them. */
export const root = createRootRoute({
  component: Shell,
  notFoundComponent: NoSuchPage,
  // The organization and the time that is looked at go from page to page.
  validateSearch: (
    search: Record<string, unknown>,
  ): { organization?: string | undefined; asOf?: string | undefined } => ({
    ...textIn(search, 'organization'),
    ...readAsOf(search),
  }),
  search: { middlewares: [retainSearchParams(['organization', 'asOf'])] },
});
