import { Link } from '@tanstack/react-router';
import { shortThumbprint } from './short-thumbprint.js';

/** The ends of a thumbprint, or all of it; it leads to the certificate. */
export function Thumbprint({ thumbprint, whole = false }: { readonly thumbprint: string; readonly whole?: boolean }) {
  return (
    <Link
      to="/certificates/$thumbprint"
      params={{ thumbprint }}
      className="thumbprint"
      title={`Certificate ${thumbprint}`}
      preload={false}
    >
      <code>{whole ? thumbprint : shortThumbprint(thumbprint)}</code>
    </Link>
  );
}
