"""The append-only, hash-chained ledger and the record types it holds."""
