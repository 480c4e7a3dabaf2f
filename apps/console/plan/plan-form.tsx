import { Textarea } from '@mantine/core';
import { shown } from '../../cli/text/escape.js';
import { choiceIn } from './choice.js';
import { Choose } from './choose.js';
import type { Typed } from './read.js';

const MOST_SHOWN = 3;

interface Props {
  readonly text: string;
  readonly read: Typed;
  readonly put: (text: string) => void;
}

/** What is about to be done: chosen as in Exchange's dialog, or pasted as a command. Each shows what the other says. */
export function PlanForm({ text, read, put }: Props) {
  const problems = read.state === 'unreadable' ? read.problems : [];
  return (
    <div className="sheet plan-form">
      <Choose made={read.state === 'read' ? choiceIn(read.commands) : null} put={put} />
      <Textarea
        label="Or the commands themselves, one a line"
        placeholder="Enable-ExchangeCertificate -Server EX05 -Thumbprint … -Services SMTP"
        rows={Math.min(10, Math.max(2, text.split('\n').length))}
        spellCheck={false}
        value={text}
        onChange={(event) => put(event.currentTarget.value)}
        error={
          problems.length === 0
            ? undefined
            : problems.slice(0, MOST_SHOWN).map(({ place, message, remedy }) => (
                <span className="problem" key={place + message}>
                  {shown(`${place}: ${message}. ${remedy}`).slice(0, 600)}
                </span>
              ))
        }
      />
    </div>
  );
}
