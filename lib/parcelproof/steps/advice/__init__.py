"""What the pages say while a person types: the rules in words, from the values as they stand."""
