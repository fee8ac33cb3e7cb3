"""What the steps of SLA policies do (`model.sla.Step`)."""
