import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMoment } from '../session/moment.js';
import { calendarFile, type ForecastOf } from './queries.js';

/** The forecast as a file for a calendar. The address of the feed takes a token in a header, which a link could not bring along. */
export function IcsFile({ of }: { readonly of: ForecastOf }) {
  const moment = useMoment();
  const [failed, fail] = useState<string | null>(null);
  const save = async () => {
    try {
      const address = URL.createObjectURL(await calendarFile(moment, of));
      const link = document.createElement('a');
      link.href = address;
      link.download = 'certfleet-forecast.ics';
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      fail(null);
    } catch (error) {
      fail(error instanceof Error ? error.message : 'The calendar could not be fetched.');
    }
  };
  return (
    <div className="ics">
      <Button variant="default" onClick={() => void save()}>
        Save as iCalendar
      </Button>
      <span className="dim">
        A calendar that can send a token reads it by itself at <code>/api/v1/forecast.ics</code>
      </span>
      <span role="status" className="bad">
        {failed}
      </span>
    </div>
  );
}
