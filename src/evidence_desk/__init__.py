"""Evidence Desk: from a seller's loose files to an appeal that a platform clerk can check."""
