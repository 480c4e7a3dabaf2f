import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Lanes } from '../lanes/lanes.js';
import { Swatch } from '../lanes/swatch.js';
import { toldOf } from '../parts/certificate.js';
import { Foreign } from '../parts/foreign.js';
import { Facts, Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { Timeline } from '../timeline/timeline.js';
import { CertificateFacts } from './certificate-facts.js';
import { Chain } from './chain.js';
import { FindingsAbout } from './findings-about.js';
import { Namings } from './namings.js';
import { certificateFacts } from './queries.js';
import { Installed, Presented } from './where-it-is.js';

/** One certificate: what it is, who issued it, where it is installed, presented and named, and what happened to it. */
export function CertificatePage() {
  const { thumbprint: asked } = useParams({ from: '/certificates/$thumbprint' });
  const thumbprint = asked.toUpperCase();
  const { data, error, isPending, refetch } = useQuery(certificateFacts(useMoment(), thumbprint));
  const item = data?.items[0];
  const { subject } = toldOf(item);
  return (
    <>
      <p className="crumbs">
        <Link to="/">Fleet</Link> / <Link to="/certificates">Certificates</Link>
      </p>
      <Heading title={`${subject ?? 'Certificate'} ${thumbprint.slice(0, 8)}`}>
        <Swatch thumbprint={thumbprint} /> {subject === null ? 'Certificate' : <Foreign text={subject} most={200} />}
      </Heading>
      <p className="dim">
        <code>
          <Foreign text={thumbprint} most={80} />
        </code>
        {data === undefined ? null : (
          <>
            , <Facts position={data.position} asOf={data.asOf} />
          </>
        )}
      </p>
      {isPending ? <Waiting what="Asking for the certificate" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          {item === undefined ? (
            <p className="sheet doubt">
              Nothing is known of what is written in this certificate: no report of a store told of it, at least not of
              that time. What else names it is below.
            </p>
          ) : (
            <div className="two">
              <CertificateFacts item={item} asOf={data.asOf} />
              <div>
                <Chain item={item} />
                <Installed item={item} />
              </div>
            </div>
          )}
          <div className="two">
            {item === undefined ? null : <Presented item={item} />}
            <Namings thumbprint={thumbprint} />
          </div>
          {item === undefined ? null : <FindingsAbout item={item} asOf={data.asOf} />}
          <section className="sheet">
            <h2>Where it was presented over time</h2>
            <Lanes of={{ thumbprint }} highlight={thumbprint} />
          </section>
          <section className="sheet">
            <h2>What happened to it</h2>
            <Timeline of={{ thumbprint }} />
          </section>
        </>
      )}
    </>
  );
}
