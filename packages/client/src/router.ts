import type { AppRouter } from '@message-service/api';
import type { ErrorCode as ServiceErrorCode, FieldError as ServiceFieldError } from '@message-service/shared/errors';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

// Everything that is taken from the service's own source. The bundle holds these types written out in full.

type Procedures = AppRouter['_def']['record'];
type KindOf<T> = T extends { _def: { type: infer Kind } } ? Kind : never;

/** What each procedure takes. */
export type RouterInputs = inferRouterInputs<AppRouter>;

/** What each procedure answers; of a subscription, what its stream gives. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Whether a procedure is a query, a mutation or a subscription. */
export type RouterKinds = {
  [Slice in keyof Procedures]: { [Name in keyof Procedures[Slice]]: KindOf<Procedures[Slice][Name]> };
};

export type ErrorCode = ServiceErrorCode;
export type FieldError = ServiceFieldError;
