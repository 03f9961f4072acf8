"""Messages: written in the transaction, sent after it."""
