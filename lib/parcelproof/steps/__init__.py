"""The steps of the pages, without widgets: fields, problems, records, states."""
