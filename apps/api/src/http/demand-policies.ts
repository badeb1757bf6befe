import type { FastifyInstance, RouteOptions } from 'fastify';
import type { RoutePolicy } from '../policy.ts';

export type DeclaredRoute = { method: string; url: string; policy: RoutePolicy };

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: RoutePolicy;
  }
  interface FastifyInstance {
    /** Every route that the server has, with who may call it. */
    declaredRoutes(): DeclaredRoute[];
  }
}

const namesOf = ({ method, url }: RouteOptions) => [method].flat().map((name) => `${name} ${url}`);

/** The server does not start while any route, of ours or of a plug-in, does not say who may call it. */
export const demandPolicies = (app: FastifyInstance): void => {
  const seen: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    seen.push(route);
  });
  app.addHook('onReady', async () => {
    const silent = seen.filter(({ config }) => config?.policy === undefined);
    if (silent.length > 0) throw new Error(`routes without a policy: ${silent.flatMap(namesOf).join(', ')}`);
  });
  app.decorate('declaredRoutes', () =>
    seen.flatMap(({ method, url, config }) =>
      [method].flat().map((name) => ({ method: name, url, policy: config?.policy ?? [] })),
    ),
  );
};

/** Gives all routes that are registered inside this scope one policy, for plug-ins that cannot be told theirs. */
export const declareForAll = (scope: FastifyInstance, policy: RoutePolicy): void => {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, policy };
  });
};
