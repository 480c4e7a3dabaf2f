import { knownInstant } from '#libs/certificates/instant.js';

/** When the two certificates expire (RFC 3339, as certificates have it); what is absent is unknown and is left out of the text. */
export interface ExpiryDates {
  readonly current?: string | null | undefined;
  readonly replacement?: string | null | undefined;
}

/**
 * The overwrite question line by line, as the Exchange Management Shell puts it. The Shell writes dates as its Windows does; here they are
 * in the English of the United States and in UTC. `current` null or absent: nobody knows which one it is.
 * @param current thumbprint of the internal transport certificate
 * @param replacement thumbprint of the certificate that is to replace it
 * @cite rulebook 15 (C)
 */
export function promptText(
  current: string | null | undefined,
  replacement: string,
  dates: ExpiryDates = {},
): readonly string[] {
  return [
    'Confirm',
    'Overwrite the existing default SMTP certificate?',
    '',
    `Current certificate: ${certificateText(current, dates.current)}`,
    `Replace it with certificate: ${certificateText(replacement, dates.replacement)}`,
    '[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [?] Help (default is "Y"):',
  ];
}

function certificateText(thumbprint: string | null | undefined, notAfter: string | null | undefined): string {
  if (thumbprint == null) return 'unknown';
  const instant = knownInstant(notAfter);
  return instant === undefined ? `'${thumbprint}'` : `'${thumbprint}' (expires ${dateText(instant)})`;
}

/** `6/20/2027 12:00:00 AM` */
function dateText(instant: number): string {
  const date = new Date(instant);
  const hours = date.getUTCHours();
  const [minutes, seconds] = [date.getUTCMinutes(), date.getUTCSeconds()].map((part) => String(part).padStart(2, '0'));
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day} ${hours % 12 || 12}:${minutes}:${seconds} ${hours < 12 ? 'AM' : 'PM'}`;
}
