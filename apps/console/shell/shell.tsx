import { Outlet } from '@tanstack/react-router';
import { useLive } from '../live/use-live.js';
import { isNow, useMoment } from '../session/moment.js';
import { useToken } from '../session/token.js';
import { AskForToken } from './ask-for-token.js';
import { Header } from './header.js';
import { NotNow } from './not-now.js';

/** What stands around every page. Whoever looks at another time than now sees it everywhere. */
export function Shell() {
  const token = useToken();
  const moment = useMoment();
  useLive();
  if (token === null) return <AskForToken />;
  return (
    <div className={isNow(moment) ? 'shell' : 'shell another-time'}>
      <a
        className="skip"
        href="#page"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('page')?.focus();
        }}
      >
        To the page
      </a>
      <Header />
      {isNow(moment) ? null : <NotNow moment={moment} />}
      <main id="page" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
