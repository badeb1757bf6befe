import type { PolicyDifference, SafetyFilterName } from '@message-service/shared/safety';
import { FILTERS, KINDS } from './names';

export type ShadowView = { policy?: string; kind?: PolicyDifference['kind']; filter?: SafetyFilterName };

/** The view in the page's address: which policy, and which of its differences. */
export const readShadowView = (params: { get: (name: string) => string | null }): ShadowView => {
  const policy = params.get('policy');
  const kind = KINDS.find((one) => one === params.get('kind'));
  const filter = FILTERS.find((one) => one === params.get('filter'));
  return {
    ...(policy && /^[a-z0-9][a-z0-9-]{0,39}$/.test(policy) ? { policy } : {}),
    ...(kind ? { kind } : {}),
    ...(filter ? { filter } : {}),
  };
};
