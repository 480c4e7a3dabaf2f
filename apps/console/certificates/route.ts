import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type RangeSearch, readRange } from '../lanes/range.js';
import { textIn } from '../session/search.js';
import { root } from '../shell/root.js';

export const certificates = createRoute({
  getParentRoute: () => root,
  path: '/certificates',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./certificates-page.js'), 'CertificatesPage'),
  validateSearch: (search: Record<string, unknown>): { where?: string | undefined; sort?: string | undefined } => ({
    ...textIn(search, 'where'),
    ...textIn(search, 'sort'),
  }),
});

export const certificate = createRoute({
  getParentRoute: () => root,
  path: '/certificates/$thumbprint',
  staticData: { follows: 'both' },
  component: lazyRouteComponent(() => import('./certificate-page.js'), 'CertificatePage'),
  validateSearch: (search: Record<string, unknown>): RangeSearch => readRange(search),
});
