import { Component, type ReactNode } from 'react';
import { Button } from '../controls/Button';
import css from './PanelBoundary.module.css';

interface PanelBoundaryProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps a failure inside its panel: the others go on, and this one says what happened. */
export class PanelBoundary extends Component<PanelBoundaryProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <section className={`card ${css.failed}`} role="alert">
        <h2>{`${this.props.name} could not be shown`}</h2>
        <p>{`${error.name}: ${error.message}`}</p>
        <Button small onClick={() => this.setState({ error: null })}>
          Show it again
        </Button>
      </section>
    );
  }
}
