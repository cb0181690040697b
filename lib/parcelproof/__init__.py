"""Parcelproof: a playbook that runs, against disputes over cross-border parcels."""

__version__ = "0.1.0"
