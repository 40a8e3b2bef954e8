import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';

export interface RecordedSpans {
  /** Those that have ended, in that order. */
  readonly spans: () => readonly ReadableSpan[];
  readonly forget: () => void;
}

/** Registers a real SDK for this test file, that keeps every span; parts of its processor may be replaced. */
export const recordSpans = (replacing: Partial<SpanProcessor> = {}): RecordedSpans => {
  const exporter = new InMemorySpanExporter();
  const processor = Object.assign(new SimpleSpanProcessor(exporter), replacing);
  new NodeTracerProvider({ spanProcessors: [processor] }).register();
  return { spans: () => exporter.getFinishedSpans(), forget: () => exporter.reset() };
};
