"""What the person at this window is warned of by SLA policies."""
