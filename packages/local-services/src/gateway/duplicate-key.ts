import { BSON, type Document } from 'bson';
import type { Command } from './command.ts';
import type { Gateway } from './commands.ts';
import { queryRow } from './query.ts';

const INDEX = /Index '(.*)'|constraint "(documents_rum_index_\d+)"/;
const FIND_INDEX = `SELECT (index_spec).index_name, (index_spec).index_key FROM documentdb_api_catalog.collection_indexes
  JOIN documentdb_api_catalog.collections USING (collection_id)
  WHERE (database_name = $1 AND collection_name = $2 AND (index_spec).index_name = $3)
  OR 'documents_rum_index_' || index_id = $3`;

/** What a client relies on in a duplicate key error: E11000 in its text and the key pattern of the index. */
export async function describeDuplicate(gateway: Gateway, command: Command, message: string): Promise<Document> {
  const [, byName, byConstraint] = INDEX.exec(message) ?? [];
  const index = byName ?? byConstraint ?? '';
  const [name, key] = await queryRow(gateway, command, FIND_INDEX, [command.db, command.collection, index]);
  const errmsg = `E11000 duplicate key error collection: ${command.db}.${command.collection} index: ${name ?? index} dup key`;
  if (index === '_id_') return { errmsg, keyPattern: { _id: 1 } };
  return { errmsg, ...(key && { keyPattern: BSON.deserialize(key) }) };
}
