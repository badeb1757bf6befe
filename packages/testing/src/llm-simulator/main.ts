import { parseArgs } from 'node:util';
import { FAULTS, startLlmSimulator } from './index.ts';

const HELP = `An LLM provider that answers on command.

  --port 8099  --host 127.0.0.1
  --latency lognormal:200,0.5     ms to the first token: const, uniform, normal, lognormal, exp, trace or mix
  --tokens const:64               tokens per reply, the same distributions
  --tps 40                        tokens per second, 0 for all at once
  --error-rate 0.01  --error-codes 500,503,429
  --fault hang=0.01               share struck by a fault, may be given several times:
                                  ${FAULTS.join(', ')}
  --max-concurrent 100  --api-key secret  --models a,b  --strict-model  --seed 1

A single request overrides these with a header or in its last user message:
  x-sim: tokens=40 tps=20 latency=300
  [[sim:error=503 retry_after=2 times=1]]   [[sim:stall]]   [[sim:text="hello there" finish=length]]
Also: GET /__stats, GET /__requests, POST /__config, POST /__reset`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    port: { type: 'string', default: '8099' },
    host: { type: 'string', default: '127.0.0.1' },
    latency: { type: 'string', default: 'const:200' },
    tokens: { type: 'string', default: 'const:64' },
    tps: { type: 'string', default: '40' },
    'error-rate': { type: 'string', default: '0' },
    'error-codes': { type: 'string', default: '500,503,429' },
    fault: { type: 'string', multiple: true, default: [] },
    'max-concurrent': { type: 'string', default: '0' },
    'api-key': { type: 'string', default: '' },
    models: { type: 'string' },
    'strict-model': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

const run = async () => {
  const simulator = await startLlmSimulator({
    port: Number(values.port),
    host: values.host,
    latency: values.latency,
    tokens: values.tokens,
    tokensPerSecond: Number(values.tps),
    errorRate: Number(values['error-rate']),
    errorCodes: values['error-codes'].split(',').map(Number),
    faults: Object.fromEntries(
      values.fault.map((item) => [item.split('=')[0] ?? item, Number(item.split('=')[1] ?? '1')]),
    ),
    maxConcurrent: Number(values['max-concurrent']),
    apiKey: values['api-key'],
    ...(values.models ? { models: values.models.split(',') } : {}),
    strictModel: values['strict-model'],
    seed: Number(values.seed),
  });
  process.stdout.write(`LLM simulator on ${simulator.url}/v1\n`);
  const stop = () => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

if (values.help) process.stdout.write(`${HELP}\n`);
else {
  run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
