from __future__ import annotations

from postgres_server import postgres
from s3_server import s3, s3_keys

__all__ = ["postgres", "s3", "s3_keys"]
