import { NativeSelect } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { certificateWords } from '../../cli/text/certificate-label.js';
import { Check } from '../alerts/check.js';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';
import { shortThumbprint } from '../parts/short-thumbprint.js';
import { useMoment } from '../session/moment.js';
import { type Choice, inOrder, isChosen, linesOf, NO_CHOICE, SERVICES } from './choice.js';

const MOST = 1_000;

function choosable({ organization, asOf }: Moment) {
  return queryOptions({
    queryKey: ['plan', 'choosable', organization, asOf],
    queryFn: ({ signal }) => {
      const query = given({ organization, asOf, limit: MOST });
      return told(api.GET('/api/v1/certificates', { params: { query }, signal }));
    },
  });
}

interface Props {
  /** The choice that the commands stand for; null: they say something else. */
  readonly made: Choice | null;
  readonly put: (lines: string) => void;
}

/** As in Exchange's own dialog: a certificate, the servers that it is to be enabled on, and for which services. */
export function Choose({ made, put }: Props) {
  const [begun, setBegun] = useState(NO_CHOICE);
  const { data } = useQuery(choosable(useMoment()));
  const certificates = inOrder(data?.items ?? []);
  const choice = made ?? begun;
  const placesOf = (thumbprint: string) =>
    certificates.find((one) => one.thumbprint === thumbprint)?.installedOn.map(({ server }) => server);
  const places = placesOf(choice.thumbprint);
  const choose = (changed: Partial<Choice>) => {
    const next = { ...choice, ...changed };
    setBegun(next);
    const lines = linesOf(next);
    if (lines !== '' || made !== null) put(lines);
  };
  return (
    <div className="choosing">
      <NativeSelect
        label="Certificate"
        value={places === undefined ? '' : choice.thumbprint}
        data={[
          { value: '', label: data === undefined ? 'being asked for …' : 'choose' },
          ...certificates.map((certificate) => ({
            value: certificate.thumbprint,
            label: `${shortThumbprint(certificate.thumbprint)} ${certificateWords(certificate).slice(0, 100)}`,
          })),
        ]}
        onChange={(event) => {
          const thumbprint = event.currentTarget.value;
          choose({ thumbprint, servers: (placesOf(thumbprint) ?? []).filter((fqdn) => isChosen(choice, fqdn)) });
        }}
      />
      {data?.next == null ? null : (
        <p className="dim">The first {MOST} certificates stand here; of others paste the command.</p>
      )}
      <Places places={places} choice={choice} choose={choose} />
      <fieldset className="checks">
        <legend>For services</legend>
        {SERVICES.map((service) => (
          <Check
            key={service}
            label={service}
            checked={choice.services.includes(service)}
            put={(checked) =>
              choose({
                services: SERVICES.filter((one) => (one === service ? checked : choice.services.includes(one))),
              })
            }
          />
        ))}
      </fieldset>
    </div>
  );
}

interface PlacesProps {
  /** Undefined: no certificate is chosen. */
  readonly places: readonly string[] | undefined;
  readonly choice: Choice;
  readonly choose: (changed: Partial<Choice>) => void;
}

/** The servers that have the certificate in their store: on others Exchange refuses to enable it. */
function Places({ places, choice, choose }: PlacesProps) {
  if (places === undefined)
    return (
      <fieldset className="checks servers">
        <legend>On servers</legend>
        <span className="dim">Choose a certificate first.</span>
      </fieldset>
    );
  const isOn = (fqdn: string) => isChosen(choice, fqdn);
  return (
    <fieldset className="checks servers">
      <legend>On servers that have it in their store</legend>
      {places.length === 0 ? <span className="doubt">No server has it.</span> : null}
      {places.map((fqdn) => (
        <Check
          key={fqdn}
          label={fqdn}
          checked={isOn(fqdn)}
          put={(checked) => choose({ servers: places.filter((one) => (one === fqdn ? checked : isOn(one))) })}
        />
      ))}
    </fieldset>
  );
}
