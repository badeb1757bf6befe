import { BSON, type Document } from 'bson';
import { type Command, replyOk } from './command.ts';
import type { Gateway } from './commands.ts';
import { MongoFailure } from './errors.ts';
import { queryRow } from './query.ts';

type PlanNode = {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
};
type Scan = { stage: 'IXSCAN' | 'COLLSCAN'; indexName?: string; docsExamined: number };

const FUNCTIONS: Record<string, string> = {
  find: 'find',
  aggregate: 'pipeline',
  count: 'count',
  distinct: 'distinct',
  update: 'update',
  delete: 'delete',
  findAndModify: 'find_and_modify',
};
const INDEX_NAME = 'SELECT (index_spec).index_name FROM documentdb_api_catalog.collection_indexes WHERE index_id = $1';

function scansOf(node: PlanNode): Scan[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const docsExamined = (node['Actual Rows'] ?? 0) + removed;
  if (node['Index Name']) return [{ stage: 'IXSCAN', indexName: node['Index Name'], docsExamined }, ...below];
  const readsTable = node['Node Type'].endsWith('Scan') && node['Relation Name']?.startsWith('documents_');
  if (readsTable && below.length === 0) return [{ stage: 'COLLSCAN', docsExamined }];
  return below;
}

async function nameIndex(gateway: Gateway, command: Command, scan: Scan): Promise<Scan> {
  if (scan.indexName?.startsWith('collection_pk')) return { ...scan, indexName: '_id_' };
  const id = /^documents_rum_index_(\d+)$/.exec(scan.indexName ?? '')?.[1];
  if (id === undefined) return scan;
  const [name] = await queryRow(gateway, command, INDEX_NAME, [id]);
  return name ? { ...scan, indexName: name.toString() } : scan;
}

/** The plan in the few words that a test can rely on: which stage, which index, how many documents were read. */
export async function explain(gateway: Gateway, command: Command): Promise<Uint8Array> {
  const inner = command.get('explain') as Document;
  const [name = ''] = Object.keys(inner ?? {});
  const functionName = FUNCTIONS[name];
  if (!functionName) throw new MongoFailure(20, 'IllegalOperation', `cannot explain '${name}'`);
  const runs = (command.get('verbosity') ?? 'allPlansExecution') !== 'queryPlanner';
  const sql = `EXPLAIN (FORMAT JSON, VERBOSE, ANALYZE ${runs}) SELECT document FROM documentdb_api_catalog.bson_aggregation_${functionName}($1,$2)`;
  const [json] = await queryRow(gateway, command, sql, [command.db, BSON.serialize(inner)]);
  const [plan] = JSON.parse(String(json)) as [{ Plan: PlanNode; 'Execution Time'?: number }];
  const scans = await Promise.all(scansOf(plan.Plan).map((scan) => nameIndex(gateway, command, scan)));
  const executionStats = {
    executionSuccess: true,
    nReturned: plan.Plan['Actual Rows'],
    executionTimeMillis: Math.round(plan['Execution Time'] ?? 0),
    totalDocsExamined: scans.reduce((sum, scan) => sum + scan.docsExamined, 0),
  };
  return replyOk({
    queryPlanner: {
      namespace: `${command.db}.${inner[name]}`,
      winningPlan: scans[0] ?? { stage: 'EOF' },
      scans,
    },
    ...(runs && { executionStats }),
    enginePlan: plan,
  });
}
