"""Signing in by OpenID Connect: who vouches for people, and how the program asks them. It speaks to issuers only."""
