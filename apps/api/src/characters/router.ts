import { listCharacters } from '@message-service/core/external';
import { CharacterList } from '@message-service/shared/characters';
import { router, signedInProcedure } from '../trpc.ts';

export const charactersRouter = router({
  list: signedInProcedure.output(CharacterList).query(async ({ ctx }) => ({ items: await listCharacters(ctx.core) })),
});
