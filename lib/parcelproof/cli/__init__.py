"""The command line: ``parcelproof init | import | status | report | batch | verify | doctor | check | sample``."""

from parcelproof.cli.app import main

__all__ = ["main"]
