import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';

export interface RecordedSpans {
  /** Those that have ended, in that order. */
  readonly spans: () => readonly ReadableSpan[];
  readonly forget: () => void;
}

/** Registers a real SDK for this test file, which keeps every span. */
export const recordSpans = (): RecordedSpans => {
  const exporter = new InMemorySpanExporter();
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
  return { spans: () => exporter.getFinishedSpans(), forget: () => exporter.reset() };
};
