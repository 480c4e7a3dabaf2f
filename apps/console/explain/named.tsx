import type { Certificate } from '#libs/certificates/certificate.js';
import { CertificateName, toldOf } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';
import { Thumbprint } from '../parts/thumbprint.js';

/** A certificate of a store: its name, who issued it, and its days. */
export function Named({ thumbprint, store }: { readonly thumbprint: string; readonly store: readonly Certificate[] }) {
  const certificate = store.find((one) => one.thumbprint === thumbprint);
  if (certificate === undefined)
    return (
      <span>
        <Thumbprint thumbprint={thumbprint} whole />, not in the store
      </span>
    );
  const { issuer, notAfter } = toldOf(certificate);
  const { notBefore } = certificate;
  return (
    <span>
      <CertificateName thumbprint={thumbprint} certificate={certificate} />{' '}
      <span className="dim">
        {issuer === null ? 'issuer unknown' : <Brief text={issuer} />}, {notBefore?.slice(0, 10) ?? 'unknown'} to{' '}
        {notAfter?.slice(0, 10) ?? 'unknown'}
      </span>
    </span>
  );
}
