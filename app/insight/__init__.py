"""What the words themselves suggest, as plain values. A person accepts or declines, and nothing waits for it."""
