import { BSON, type Document } from 'bson';
import { type Command, replyOk } from './command.ts';
import type { Gateway } from './commands.ts';
import { MongoFailure } from './errors.ts';
import { queryRow } from './query.ts';

type PlanNode = {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
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

// The primary key starts with the shard: an index scan over that alone reads the whole collection.
function scansOf(node: PlanNode): Scan[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const docsExamined = Math.round(((node['Actual Rows'] ?? 0) + removed) * (node['Actual Loops'] ?? 1));
  const indexName = node['Index Name'];
  if (indexName === '_id_' && !node['Index Cond']?.includes('object_id')) return [{ stage: 'COLLSCAN', docsExamined }];
  if (indexName) return [{ stage: 'IXSCAN', indexName, docsExamined }, ...below];
  if (below.length > 0 || !node['Relation Name']?.startsWith('documents_')) return below;
  return [{ stage: 'COLLSCAN', docsExamined }];
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
  const scans = scansOf(plan.Plan);
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
