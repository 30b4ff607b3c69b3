"""What is kept: tables, transactions, the audit trail, and the file store."""
