import { createRootRoute, retainSearchParams } from '@tanstack/react-router';
import { readAsOf, readKnownAt } from '../session/as-of.js';
import { textIn } from '../session/search.js';
import { NoSuchPage } from './no-such-page.js';
import { Shell } from './shell.js';

interface Everywhere {
  readonly organization?: string | undefined;
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/** What every page stands in. Each page has its route in its own folder; `router.tsx` lists them. */
export const root = createRootRoute({
  component: Shell,
  notFoundComponent: NoSuchPage,
  // The organization and the time that is looked at go from page to page.
  validateSearch: (search: Record<string, unknown>): Everywhere => ({
    ...textIn(search, 'organization'),
    ...readAsOf(search),
    ...readKnownAt(search),
  }),
  search: { middlewares: [retainSearchParams(['organization', 'asOf', 'knownAt'])] },
});
