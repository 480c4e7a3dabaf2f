/** What a Windows event says when this state makes a server log it. */
const EVENT_WORDS: Readonly<Record<number, string>> = {
  12012: 'the internal transport certificate is not set, or is newer than the copy in Active Directory',
  12013: 'the internal transport certificate is not in the certificate store',
  12014: 'no usable certificate for the name of the connector: STARTTLS is not offered',
  12015: 'the internal transport certificate is expired',
  12016: 'there is no valid SMTP certificate for the name of the connector: the one used is expired',
  15021: 'HTTP.sys cannot use the certificate that is bound to the address',
};

export function eventWords(id: number): string {
  return EVENT_WORDS[id] ?? 'see the description of the event in the Windows event log';
}
