import './lib/zod-without-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import './theme/panes.css';
import './theme/compared.css';
import './theme/hex.css';
import './theme/forms.css';
import './theme/notices.css';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { App } from './shell/App.tsx';
import { NoticeArea } from './shell/NoticeArea.tsx';
import { cornerNotices } from './shell/notices.tsx';
import { showNoticesWith } from './state/notices.ts';
import { resolveVariables, theme } from './theme/theme.ts';

showNoticesWith(cornerNotices);
const root = createRoot(document.getElementById('root')!);
// At once: otherwise a page that has loaded would not hear its first keys yet.
flushSync(() =>
  root.render(
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <ModalsProvider>
        <App />
        <NoticeArea />
      </ModalsProvider>
    </MantineProvider>,
  ),
);
