"""The user's own documents, kept below one home directory."""
