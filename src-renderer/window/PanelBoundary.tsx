/**
 * Keeps an error in one panel from taking the window with it: the panel says what happened and can be
 * opened anew; the session is in another process and knows nothing of it.
 */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { errorValueOf } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

export class PanelBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div style={{ padding: 12 }}>
        <ErrorNote
          error={errorValueOf(this.state.error)}
          action={{ label: `Open ${this.props.title} again`, run: () => this.setState({ error: null }) }}
        />
      </div>
    );
  }
}
