from __future__ import annotations

from s3_server import s3, s3_keys

__all__ = ["s3", "s3_keys"]
