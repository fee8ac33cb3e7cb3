"""Signing in through the browser: OAuth 2 (RFC 6749) for programs on a desk (RFC 8252), with PKCE (RFC 7636)."""
