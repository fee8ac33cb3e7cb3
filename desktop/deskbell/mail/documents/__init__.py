"""Documents of other programs as articles: web pages and Word files, of which nothing is active, fetched, or read from elsewhere."""
