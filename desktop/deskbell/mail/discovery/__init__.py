"""Finding the servers of an address whose provider is not in our table: what its domain, Mozilla's collection and the DNS say."""
