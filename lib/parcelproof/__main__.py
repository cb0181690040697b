"""``python -m parcelproof``."""

from parcelproof.cli import main

if __name__ == "__main__":
    main()
