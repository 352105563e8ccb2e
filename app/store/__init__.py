"""The only rooms that speak SQL. Functions take a connection inside a transaction that their caller owns."""
