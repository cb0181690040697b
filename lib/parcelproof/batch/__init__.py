"""Many reports, made in processes, and each published whole or not at all."""

import sys
from importlib import import_module

# nbformat brings jsonschema, which builds grammars of web addresses as it loads: two seconds of every process that
# makes a report, for a check that no notebook asks for. Where the grammars cannot be loaded it does without.
_GRAMMARS = "rfc3987_syntax"
if "jsonschema" not in sys.modules and _GRAMMARS not in sys.modules:
    sys.modules[_GRAMMARS] = None  # type: ignore[assignment]
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[_GRAMMARS]
