import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';

/** An operation that the Sandbox opens with. */
export interface SandboxExample {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Apollo Sandbox, embedded, prefilled with the example. */
export const sandbox = ({ document, variables }: SandboxExample): ApolloServerPlugin =>
  ApolloServerPluginLandingPageLocalDefault({
    document,
    variables,
    includeCookies: false,
    footer: false,
    embed: { runTelemetry: false, endpointIsEditable: false },
  });

export const noSandbox = ApolloServerPluginLandingPageDisabled;
