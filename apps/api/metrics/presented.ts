import { presentedPage, presentedUntilPage } from '#libs/store/queries/metrics/presented.js';
import { withCertificates } from './certificates.js';
import type { Collector } from './collector.js';
import { gauge, pagedFamily, type Sample } from './metric.js';
import { pages, sampled } from './pages.js';

const ROLE = ['org', 'server', 'role'];

const NOT_AFTER = gauge(
  'certfleet_presented_not_after_timestamp_seconds',
  'End of the certificate that the endpoint presents now',
  ROLE,
);
const UNTIL = gauge(
  'certfleet_presented_until_timestamp_seconds',
  'When time alone makes the endpoint present something else than now, or nothing; no sample: never, as far as is known',
  ROLE,
);
const INFO = gauge(
  'certfleet_presented_info',
  'Always 1: which certificate the endpoint presents now, and by which rule',
  [...ROLE, 'fingerprint_sha256', 'thumbprint_sha1', 'selected_by'],
);

/** What each endpoint presents now: up to three series for each. */
export const presented: Collector = {
  name: 'presented',
  bounded: false,
  metrics: [NOT_AFTER, UNTIL, INFO],
  async *collect(scope) {
    yield* pagedFamily(
      NOT_AFTER,
      sampled(pages(scope, presentedPage), ({ organization, server, endpoint, notAfter }): Sample[] =>
        notAfter === null ? [] : [[[organization, server, endpoint], notAfter]],
      ),
    );
    yield* pagedFamily(
      UNTIL,
      sampled(pages(scope, presentedUntilPage), ({ organization, server, endpoint, until }): Sample[] => [
        [[organization, server, endpoint], until],
      ]),
    );
    yield* pagedFamily(
      INFO,
      sampled(
        pages(scope, withCertificates),
        ({ organization, server, endpoint, thumbprint, rule, facts }): Sample[] => [
          [[organization, server, endpoint, facts?.sha256 ?? '', thumbprint, rule], 1],
        ],
      ),
    );
  },
};
