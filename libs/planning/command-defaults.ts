import type { Certificate } from '#libs/certificates/certificate.js';
import type { NamedServer } from '#libs/selection/server-names.js';
import type { Answer, Command } from './command.js';

/** What the caller gives to commands that do not say it themselves. */
export interface CommandDefaults {
  /** The server that a command runs on which names none. */
  readonly server?: string | undefined;
  /** The answer to the overwrite question where a command gives none. */
  readonly answer?: Answer;
  /** The certificate that `Import-ExchangeCertificate` on a cmdlet line imports: its file is not read here. */
  readonly certificate?: Certificate;
  /** The certificate in a server's store, which a renewal takes its names from; undefined: not known. */
  readonly certificateOf?: (server: string, thumbprint: string) => Certificate | undefined;
  /** The names of a server, for a new certificate that is to carry them; undefined: not known. */
  readonly namesOf?: (server: string) => NamedServer | undefined;
}

/** The same for many commands. */
export interface PlanDefaults extends CommandDefaults {
  /** The servers that each command which names none is repeated for, in their order; they go before `server`. */
  readonly servers?: readonly string[];
}

/** Bad input, said so that the user can put it right. */
export interface Problem {
  /** `[0].services[1]`, `line 3, column 14` */
  readonly place: string;
  readonly message: string;
  readonly remedy: string;
}

/** Something that was read around; the command stands. */
export interface CommandWarning {
  readonly place: string;
  readonly message: string;
}

export type ReadCommands =
  | { readonly ok: true; readonly commands: readonly Command[]; readonly warnings: readonly CommandWarning[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };
