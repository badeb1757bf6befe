import { startLlmSimulator } from '@message-service/testing/llm-simulator';
import { serveParent } from '../world/serve-parent.ts';

/** The LLM in a process of its own, so that its work is nobody else's. Configured over HTTP. */
const { url } = await startLlmSimulator({ latency: 'const:0', tokens: 'const:24', keepRequests: 0 });
serveParent({ url });
