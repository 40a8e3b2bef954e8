/**
 * How well a fact about Z-API is known: its public documentation says so (`doc`), public client code
 * reports it from real calls (`observed`), public clients only handle or mock it (`code`), or nobody
 * knows (`guess`). No live account stands behind the simulator, so nothing here is better than its mark.
 */
export type Mark = 'doc' | 'observed' | 'code' | 'guess';
