"""Read the tables that sellers have (CSV, TSV, XLSX) and write tables for people."""

from parcelproof.tables.read import read_table
from parcelproof.tables.table import DEFAULT_LIMITS, Limits, Row, Table, column_key
from parcelproof.tables.write import write_csv

__all__ = ["DEFAULT_LIMITS", "Limits", "Row", "Table", "column_key", "read_table", "write_csv"]
