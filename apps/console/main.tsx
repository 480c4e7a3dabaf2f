import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.js';
import { isWorthAskingAgain } from './client/problem.js';
import { router } from './router.js';
import { hearToken, takeTokenFromAddress } from './session/token.js';

takeTokenFromAddress();
// The link may also be opened in a tab that is here already.
window.addEventListener('hashchange', takeTokenFromAddress);

const answers = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && isWorthAskingAgain(error),
    },
  },
});

// Another token may see another organization: nothing that was answered before stays.
hearToken(() => void answers.resetQueries());

const place = document.getElementById('console');
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      {/* The variables of the theme stand in a style sheet: the page's policy allows no style that is written by a script. */}
      <MantineProvider defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <QueryClientProvider client={answers}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
