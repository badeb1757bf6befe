import { defineConfig } from 'tsup';

/** The programs that a run starts beside the service: floors, load generator, LLM, and the api without its stores. */
export default defineConfig({
  entry: {
    generator: 'src/generator/program.ts',
    llm: 'src/targets/llm.ts',
    'api-without-stores': 'src/targets/api-without-stores.ts',
    'stamping-llm': 'src/targets/stamping-llm.ts',
    'context-builder': 'src/targets/context-builder.ts',
    'relay-floor': 'floors/relay.ts',
    'accept-floor': 'floors/accept.ts',
    'plain-floor': 'floors/plain.ts',
    'worker-floor': 'floors/worker.ts',
    'pages-floor': 'floors/pages.ts',
    'usage-floor': 'floors/usage.ts',
  },
  format: 'esm',
  target: 'node20',
  clean: true,
  splitting: false,
  noExternal: [/^@message-service\//],
  external: ['@node-rs/argon2'],
  // libraries of the core are bundled too, and some of them are CommonJS that requires Node's own modules
  banner: {
    js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);",
  },
});
