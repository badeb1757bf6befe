import './lib/node-version.mjs';
import { loadEnv } from './lib/env.mjs';
import { report } from './lib/failure.mjs';
import { guarded } from './lib/guard.mjs';
import { createPhases } from './lib/phases.mjs';
import { startProduct } from './lib/product.mjs';
import { welcome } from './lib/welcome.mjs';

async function main(interrupted) {
  const phases = createPhases();
  const asked = interrupted.then((signal) => {
    throw Object.assign(new Error(signal), { asked: true });
  });
  asked.catch(() => undefined);
  let product;
  try {
    product = await startProduct(loadEnv(), phases, asked);
    process.stdout.write(welcome(product, phases));
    await Promise.race([product.failed, asked]);
    return 0;
  } catch (error) {
    if (!error.asked) return report(error);
    phases.say('stopping');
    return 0;
  } finally {
    await product?.stop();
  }
}

await guarded(main);
