"""Serial numbers, as they are compared."""


def bare_serial(serial: str) -> str:
    """Return a serial number without blanks, in capitals."""
    return "".join(serial.split()).upper()
