import { nextLine } from './characters.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import type { Statement } from './token.js';
import { scanStatement } from './tokens.js';

/** The statements of a text that are not empty. After one that is bad input, reading goes on with the next line. */
export function* statementsOf(text: string): Generator<Statement | LineFault, undefined> {
  // A byte order mark is no part of the text.
  let from = text.startsWith('\ufeff') ? 1 : 0;
  while (from < text.length) {
    const statement = keptStatement(text, from);
    if (isFault(statement) || statement.tokens.length > 0) yield statement;
    from = isFault(statement) ? nextLine(text, statement.at) : statement.end;
  }
}

/** `[PS] C:\>` and `PS C:\Windows\system32>`, copied from a window. */
const PROMPT = /^[^\S\r\n]*(?:\[PS\]|PS)?[^\S\r\n]*[A-Za-z]:\\[^>'"\r\n]*>/i;
const LONGEST_PROMPT = 300;

const UNFIT = /\0|\p{Surrogate}/u;

/** The statement at `from`, unless it holds a character that no database keeps. */
function keptStatement(text: string, from: number): Statement | LineFault {
  if (PROMPT.test(text.slice(from, from + LONGEST_PROMPT)))
    return fault(from, 'The line begins with a prompt.', 'Leave the prompt away: begin with the name of the cmdlet.');
  const statement = scanStatement(text, from);
  const end = isFault(statement) ? statement.at : statement.end;
  const unfit = text.slice(from, end).search(UNFIT);
  return unfit === -1
    ? statement
    : fault(from + unfit, 'This character is none that a name can hold.', 'Leave it away, or type the line anew.');
}
