"""What pages show: views of the ledger. They hold no rules, and nothing but pages imports them."""
