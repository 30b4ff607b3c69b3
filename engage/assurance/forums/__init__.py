"""Forums and stakeholders in the report."""
