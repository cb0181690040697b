"""A sample shop: export files, photos and records of about two dozen invented parcels."""

from parcelproof.sample.write import SampleSummary, write_sample

__all__ = ["SampleSummary", "write_sample"]
