/** Starts the page: fonts, styles, the cache of answers and the window. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './theme/widgets.css';
import 'dockview-react/dist/styles/dockview.css';
import './theme/base.css';
import './theme/dock.css';
import './theme/views.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { awaitFirstView } from './api/first-view.ts';
import { App } from './app.tsx';

performance.mark('leibniz:code');
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
// The text's font is at hand, but not at once: without it everything would be set twice, and be seen to jump.
await Promise.all([
  awaitFirstView(queryClient, window.leibniz.firstView), document.fonts.load("13px 'Inter Variable'").catch(() => undefined),
]);
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
