"""Articles of the knowledge base at hand while one answers: suggested, looked at, asked for by [[, and put in."""
