import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { LISTS } from '#libs/query/lists.js';
import { readQuery } from '#libs/query/read-query.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { QueryFault } from '../fleet/query-fault.js';
import { QueryInput } from '../fleet/query-input.js';
import { Check } from './check.js';
import type { RuleDraft } from './rule-draft.js';

type Put = (part: Partial<RuleDraft>) => void;
interface FieldsProps {
  readonly draft: RuleDraft;
  readonly put: Put;
}

/** The fields of the kind that the rule is of. */
export function ConditionFields({ draft, put }: FieldsProps) {
  switch (draft.kind) {
    case 'query':
      return (
        <>
          <NativeSelect
            label="List"
            value={draft.list}
            data={[...LISTS]}
            onChange={({ currentTarget: { value } }) => put({ list: LISTS.find((one) => one === value) ?? draft.list })}
          />
          <Query draft={draft} put={put} label="Rows that meet" placeholder='role:receive name:"*.contoso.com"' />
        </>
      );
    case 'risk':
      return <Risk draft={draft} put={put} />;
    case 'default-smtp-overwritten':
      return (
        <>
          <Check
            label="Only where an Edge subscription depends on it"
            checked={draft.edge}
            put={(edge) => put({ edge })}
          />
          <Where draft={draft} put={put} />
        </>
      );
    case 'went-dark':
    case 'presented-changed':
      return <Where draft={draft} put={put} />;
    case 'presented-expires':
      return (
        <>
          <Plain
            label="Days before the end"
            description="Falling. Of a short lifetime they keep their proportion."
            value={draft.days}
            put={(days) => put({ days })}
          />
          <Where draft={draft} put={put} />
        </>
      );
    case 'forecast-switch':
      return (
        <>
          <Plain label="Within days" value={draft.days} put={(days) => put({ days })} />
          <Where draft={draft} put={put} />
        </>
      );
    case 'collector-silent':
      return <Plain label="Hours" value={draft.hours} put={(hours) => put({ hours })} />;
    case 'inventory-shrank':
      return (
        <Plain label="Less than this share is left, in per cent" value={draft.share} put={(share) => put({ share })} />
      );
    default:
      return null;
  }
}

function Risk({ draft, put }: FieldsProps) {
  const { severities, introduced, risks } = draft;
  return (
    <>
      <fieldset className="checks">
        <legend>How bad</legend>
        {SEVERITIES.map((severity) => (
          <Check
            key={severity}
            label={severity}
            checked={severities.includes(severity)}
            put={(checked) =>
              put({ severities: SEVERITIES.filter((one) => (one === severity ? checked : severities.includes(one))) })
            }
          />
        ))}
      </fieldset>
      <Check
        label="Only where a change brought it"
        checked={introduced}
        put={(checked) => put({ introduced: checked })}
      />
      <Plain
        label="Risk rules"
        placeholder="every one, or RO-13, RO-17"
        value={risks}
        put={(text) => put({ risks: text })}
      />
    </>
  );
}

function Where({ draft, put }: FieldsProps) {
  return (
    <Query
      draft={{ ...draft, list: 'bindings' }}
      put={put}
      label="Only where"
      placeholder="everywhere, or site:AMS role:receive"
    />
  );
}

interface QueryProps extends FieldsProps {
  readonly label: string;
  readonly placeholder: string;
}

/** A query, completed and read as it is typed, by the code that the server reads it with. */
function Query({ draft: { where, list }, put, label, placeholder }: QueryProps) {
  const faultId = useId();
  const read = where.trim() === '' ? null : readQuery(where, list, Date.now());
  const fault = read === null || read.ok ? null : read.fault;
  return (
    <div className="query-field">
      <QueryInput
        list={list}
        text={where}
        put={(text) => put({ where: text })}
        label={label}
        placeholder={placeholder}
        maxLength={4_096}
        faultId={fault === null ? undefined : faultId}
      />
      {fault === null ? null : (
        <QueryFault id={faultId} text={where} fault={fault} put={(text) => put({ where: text })} />
      )}
    </div>
  );
}

interface PlainProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly put: (value: string) => void;
}

function Plain({ label, description, placeholder, value, put }: PlainProps) {
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder}
      maxLength={400}
      value={value}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}
