"""Finding words: how texts are cut into terms, how they are indexed on each engine, and how a query is asked."""
