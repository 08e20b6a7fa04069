import { parseThreads } from '../../functions/ingest-feed/parse-thread.ts';

/** A laptop under load is slower than a function, and `wire parse` keeps ten times the items. */
const limits = { deadlineMs: 20_000, heapMb: 512 };

/**
 * The parser of all commands: in a thread with a deadline, as ingest-feed has it, so that a hostile document cannot hold the
 * terminal. The thread starts with the first document.
 */
export const parseGuarded = parseThreads(limits);
