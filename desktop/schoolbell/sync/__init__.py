"""The engine: sync loop, ingest, gaps, outbox, projections, in plain asyncio."""
