const PLACES: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^internal-transport$/, () => 'Internal transport ("default SMTP") certificate'],
  [/^receive:(.*):starttls$/s, (m) => `Receive connector "${m[1]}", STARTTLS`],
  [/^receive:(.*):anonymous$/s, (m) => `Receive connector "${m[1]}", X-ANONYMOUSTLS`],
  [/^send:(.*):starttls$/s, (m) => `Send connector "${m[1]}", STARTTLS`],
  [/^send:(.*):anonymous$/s, (m) => `Send connector "${m[1]}", X-ANONYMOUSTLS`],
  [/^deliver:edge:anonymous$/, () => 'Delivery to the subscribed Edge server'],
  [/^deliver:mailbox:anonymous$/, () => 'Delivery to other Mailbox servers'],
  [
    /^iis:([^:]*):(.*):(\d+):([^:]*)$/s,
    (m) => `IIS site "${m[1]}", https on ${m[2]}:${m[3]}${m[4] === '' ? '' : ` for ${m[4]}`}`,
  ],
  [/^(pop|imap)$/, (m) => `${String(m[1]).toUpperCase()} clients`],
  [/^connection:(\d+)$/, (m) => `Connection ${m[1]}`],
];

/** An endpoint's address in words: `Receive connector "Default Frontend EX01", STARTTLS`. */
export function endpointWords(address: string): string {
  for (const [form, words] of PLACES) {
    const match = form.exec(address);
    if (match) return words(match);
  }
  return address;
}
