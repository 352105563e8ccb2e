"""What programs are told, as plain values with examples: their docstrings stand in the API's description."""
