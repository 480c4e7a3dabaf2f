/** What goes over the wire: the form of a message for one receiver. Nothing has been sent yet. */
export type Wire = HttpWire | MailWire | SyslogWire | ProgramWire;

export interface HttpWire {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** An authority of the receiver's own, in PEM, beside the public ones. */
  readonly ca: string | null;
  /** The receiver is asked first whether it wants anything (CloudEvents, abuse protection). */
  readonly handshake: Handshake | null;
}

export interface Handshake {
  /** Requests a minute that are asked for. */
  readonly ratePerMinute: number;
}

export interface MailWire {
  readonly kind: 'mail';
  readonly relay: Relay;
  readonly from: string;
  readonly to: readonly string[];
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets: the same for each try of one sending. */
  readonly messageId: string;
  /** What the messages of one alert have in common, so that clients show them together. */
  readonly references: string;
  readonly urgent: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Relay {
  readonly host: string;
  readonly port: number;
  /** `starttls` never falls back to plaintext. */
  readonly tls: 'starttls' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  readonly ca: string | null;
}

export interface SyslogWire {
  readonly kind: 'syslog';
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly ca: string | null;
  /** The whole datagram, or the whole of what is written to the stream. */
  readonly text: string;
}

export interface ProgramWire {
  readonly kind: 'program';
  readonly program: string;
  readonly arguments: readonly string[];
  readonly stdin: string;
  readonly timeoutSeconds: number;
}
