/** Where messages appear: the lower right corner, over everything. What was said before it is there is shown then. */
import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';
import type { JSX } from 'react';

export function Messages(): JSX.Element {
  return <Notifications position="bottom-right" limit={4} zIndex={1100} containerWidth={420} className="lz-messages" />;
}
