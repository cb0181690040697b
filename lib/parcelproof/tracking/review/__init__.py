"""The review: every parcel that needs a person, why, and by when."""
